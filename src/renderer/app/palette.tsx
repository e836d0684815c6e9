import { Command } from 'cmdk';
import {
  Activity,
  Boxes,
  ChartLine,
  CornerDownLeft,
  Database,
  Folder,
  type LucideIcon,
  Radio,
} from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useState } from 'react';
import { useProject, useQuery } from '../client/index.ts';
import { Keys } from '../ui/index.ts';
import { type Action, useActions } from './actions.ts';
import type { Area } from './areas.ts';
import { navigate } from './navigation.ts';
import { openProject } from './open-project.ts';
import styles from './palette.module.css';
import { usePalette } from './palette-state.ts';
import { formatRoute, parseRoute, type Route } from './route.ts';
import { shellActions } from './shell-actions.ts';
import { useShownAreas } from './use-shown-areas.ts';

interface Entry {
  key: string;
  title: string;
  note?: string | undefined;
  keywords?: string | undefined;
  shortcut?: string | undefined;
  Icon: LucideIcon;
  run: () => void;
}

const listedRuns = 200;
const goTo = (route: Route) => () => navigate(route);

const entryOf = (action: Action): Entry => ({
  key: action.id,
  title: action.title,
  shortcut: action.shortcut,
  keywords: action.keywords,
  Icon: CornerDownLeft,
  run: action.run,
});

const entryOfArea = (area: Area): Entry => ({
  key: `area ${area.id}`,
  title: area.title,
  note: area.question,
  shortcut: area.shortcut,
  Icon: area.icon,
  run: goTo({ area: area.id }),
});

/** Every object of the project by its name and id. */
function useObjects(): Entry[] {
  const runs = useQuery('runs.list', { limit: listedRuns });
  const models = useQuery('models.list', {});
  const datasets = useQuery('datasets.list', {});
  const endpoints = useQuery('serving.list', {});
  const drift = useQuery('drift.list', { limit: 50 });
  return [
    ...(models.data ?? []).map((model) => ({
      key: `model ${model.name}`,
      title: model.name,
      note: 'model',
      Icon: Boxes,
      run: goTo({ area: 'models', id: model.name }),
    })),
    ...(datasets.data ?? []).map((dataset) => ({
      key: `dataset ${dataset.name}`,
      title: dataset.name,
      note: `dataset, version ${dataset.latest.version}`,
      Icon: Database,
      run: goTo({ area: 'data', id: dataset.name }),
    })),
    ...(endpoints.data ?? []).map((endpoint) => ({
      key: `endpoint ${endpoint.id}`,
      title: `${endpoint.model}/${endpoint.version} on :${endpoint.port}`,
      note: `endpoint, ${endpoint.state}`,
      Icon: Radio,
      run: goTo({ area: 'serving', id: endpoint.id }),
    })),
    ...(drift.data ?? []).map((report) => ({
      key: `drift ${report.id}`,
      title: `${report.current} against ${report.reference}`,
      note: 'drift report',
      Icon: Activity,
      run: goTo({ area: 'monitoring', id: report.id }),
    })),
    ...(runs.data?.runs ?? []).map((run) => ({
      key: `run ${run.id}`,
      title: run.name,
      note: `run, ${run.experiment}`,
      keywords: run.id,
      Icon: ChartLine,
      run: goTo({ area: 'runs', id: run.id }),
    })),
  ];
}

function Group({ heading, entries }: { heading: string; entries: readonly Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <Command.Group heading={heading} className={styles.group}>
      {entries.map((entry) => (
        <Command.Item
          key={entry.key}
          value={entry.key}
          className={styles.item}
          keywords={[entry.title, entry.note ?? '', entry.keywords ?? '']}
          onSelect={() => {
            usePalette.setState({ isOpen: false });
            entry.run();
          }}
        >
          <entry.Icon size={16} aria-hidden />
          <span className={styles.title}>{entry.title}</span>
          {entry.note !== undefined && <span className={styles.note}>{entry.note}</span>}
          {entry.shortcut !== undefined && <Keys keys={entry.shortcut} />}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function ProjectGroups({ input }: { input: string }) {
  const offered = useActions((state) => state.offered);
  const objects = useObjects();
  const areas = useShownAreas();
  const here = offered.flat().filter(({ disabled }) => disabled !== true);
  const link = linkIn(input.trim());
  return (
    <>
      {link !== null && (
        <Group
          heading="Link"
          entries={[
            { key: input, title: `Open ${formatRoute(link)}`, Icon: CornerDownLeft, run: goTo(link) },
          ]}
        />
      )}
      <Group heading="Here" entries={here.map(entryOf)} />
      <Group heading="Go to" entries={areas.map(entryOfArea)} />
      {/* Hundreds of objects would bury the commands; they come with the first letter. */}
      {input !== '' && <Group heading="Objects" entries={objects} />}
    </>
  );
}

function RecentProjects() {
  const recents = useQuery('projects.recents', {});
  const current = useProject((state) => state.info?.folder);
  const others = (recents.data ?? []).filter(({ folder, exists }) => exists && folder !== current);
  return (
    <Group
      heading="Projects"
      entries={others.map(({ name, folder }) => ({
        key: `project ${folder}`,
        title: name,
        note: folder,
        Icon: Folder,
        run: () => void openProject(folder),
      }))}
    />
  );
}

/** What was pasted, if it is a link or the id of a run or a trace. */
function linkIn(text: string): Route | null {
  if (/^[0-9a-f]{32}$/.test(text)) return { area: 'runs', id: text };
  if (/^tr-[0-9a-f]{32}$/.test(text)) return { area: 'traces', id: text };
  return text.startsWith('modelyard://') ? parseRoute(text) : null;
}

/** Contains-the-words matching: what was typed must occur, and the earlier it occurs the better. */
function score(value: string, search: string, keywords: string[] = []): number {
  const text = `${keywords.join(' ')} ${value}`.toLowerCase();
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.every((word) => text.includes(word))) return 0;
  const first = text.indexOf(words[0] ?? '');
  return first === 0 ? 1 : 1 / (1 + first / 10);
}

/** Ctrl/Cmd+K: every action and every object, by a few letters. */
export function Palette() {
  const { isOpen } = usePalette();
  const [input, setInput] = useState('');
  const project = useProject((state) => state.info);
  const setOpen = (open: boolean) => {
    usePalette.setState({ isOpen: open });
    if (!open) setInput('');
  };
  return (
    <Radix.Root open={isOpen} onOpenChange={setOpen}>
      <Radix.Portal>
        <div className={styles.scrim} />
        <Radix.Content className={styles.palette} aria-describedby={undefined}>
          <Radix.Title className={styles.hiddenTitle}>Search or run a command</Radix.Title>
          <Command label="Search or run a command" filter={score} loop>
            <Command.Input
              className={styles.input}
              value={input}
              onValueChange={setInput}
              placeholder="A command, a run, a model, a dataset, or a modelyard:// link"
            />
            <Command.List className={styles.list}>
              <Command.Empty className={styles.empty}>Nothing matches “{input}”.</Command.Empty>
              {project !== null && <ProjectGroups input={input} />}
              <RecentProjects />
              <Group heading="Window" entries={shellActions(project !== null).map(entryOf)} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
