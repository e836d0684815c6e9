import { Bell, ChevronDown, ChevronLeft, ChevronRight, Moon, Search, Sun, SunMoon } from 'lucide-react';
import { call, useProject, useQuery } from '../client/index.ts';
import {
  Button,
  DropdownMenu,
  IconButton,
  Keys,
  MeaningIcon,
  type MenuEntry,
  Popover,
  RelativeTime,
} from '../ui/index.ts';
import { chooseFolder } from './home/choose-folder.ts';
import { Mark } from './mark.tsx';
import { useNavigation } from './navigation.ts';
import { leaveProject, openProject } from './open-project.ts';
import { usePalette } from './palette-state.ts';
import styles from './shell.module.css';
import { chooseTheme, type Theme, useTheme } from './theme.ts';

function ProjectSwitcher() {
  const project = useProject((state) => state.info);
  const recents = useQuery('projects.recents', {});
  if (project === null) return <span className={styles.product}>Modelyard</span>;
  const others = (recents.data ?? []).filter(({ folder, exists }) => exists && folder !== project.folder);
  const entries: MenuEntry[] = [
    { heading: project.looksAt === null ? project.folder : `looks at ${project.looksAt}` },
    {
      label: 'Show in file manager',
      onSelect: () => void call('shell.showInFolder', { path: project.looksAt ?? project.folder }),
    },
    'separator',
    ...others.slice(0, 8).map(({ name, folder }) => ({
      label: name,
      onSelect: () => void openProject(folder),
    })),
    ...(others.length > 0 ? (['separator'] as const) : []),
    { label: 'Open a folder…', shortcut: 'Mod+O', onSelect: () => void chooseFolder() },
    { label: 'New window', shortcut: 'Mod+Shift+N', onSelect: () => void call('shell.newWindow', {}) },
    { label: 'Go to the home screen', onSelect: leaveProject },
  ];
  return (
    <DropdownMenu
      entries={entries}
      trigger={
        <Button variant="quiet" className={styles.switcher} aria-label={`Project ${project.name}`}>
          <span className={styles.projectName}>{project.name}</span>
          <ChevronDown size={14} aria-hidden />
        </Button>
      }
    />
  );
}

const themes: { theme: Theme; label: string; Icon: typeof Sun }[] = [
  { theme: 'system', label: 'As the system', Icon: SunMoon },
  { theme: 'light', label: 'Light', Icon: Sun },
  { theme: 'dark', label: 'Dark', Icon: Moon },
];

function ThemeMenu() {
  const chosen = useTheme(({ theme }) => theme);
  const { Icon } = themes.find(({ theme }) => theme === chosen)!;
  return (
    <DropdownMenu
      align="end"
      entries={themes.map(({ theme, label }) => ({
        label,
        checked: theme === chosen,
        isChoice: true,
        onSelect: () => chooseTheme(theme),
      }))}
      trigger={<IconButton label="Theme" icon={<Icon size={16} />} />}
    />
  );
}

const meanings = { info: 'info', warning: 'warning', error: 'bad' } as const;

function Notices() {
  const project = useProject((state) => state.info);
  const { data: notices = [] } = useQuery('project.notices', {}, { enabled: project !== null });
  if (project === null || notices.length === 0) return null;
  const dismiss = (id: number) => void call('project.dismissNotice', { id });
  return (
    <Popover
      align="end"
      label="Notices"
      trigger={
        <Button variant="quiet" icon={<Bell size={16} />} aria-label={`${notices.length} notices`}>
          {notices.length}
        </Button>
      }
    >
      <ul className={styles.notices}>
        {notices.map(({ id, level, message, atMs }) => (
          <li key={id} className={styles.notice}>
            <MeaningIcon meaning={meanings[level]} />
            <div>
              {message}
              <div className={styles.faint}>
                <RelativeTime atMs={atMs} />
              </div>
            </div>
            <Button size="small" variant="quiet" onClick={() => dismiss(id)}>
              Dismiss
            </Button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}

function HistoryButtons() {
  const { history, back, forward } = useNavigation();
  return (
    <>
      <IconButton
        label="Back"
        shortcut="Alt+←"
        icon={<ChevronLeft size={16} />}
        disabled={history.position === 0}
        onClick={back}
      />
      <IconButton
        label="Forward"
        shortcut="Alt+→"
        icon={<ChevronRight size={16} />}
        disabled={history.position === history.entries.length - 1}
        onClick={forward}
      />
    </>
  );
}

export function TitleBar() {
  const project = useProject((state) => state.info);
  return (
    <header className={styles.titleBar}>
      <div className={styles.titleStart}>
        <Mark />
        <ProjectSwitcher />
        {project !== null && <HistoryButtons />}
      </div>
      <button
        type="button"
        className={styles.paletteButton}
        onClick={() => usePalette.setState({ isOpen: true })}
      >
        <Search size={14} aria-hidden />
        <span>Search or run a command</span>
        <Keys keys="Mod+K" />
      </button>
      <div className={styles.titleEnd}>
        <Notices />
        <ThemeMenu />
      </div>
    </header>
  );
}
