import { FolderOpen } from 'lucide-react';
import type { ProjectInfo } from '../../../shared/model/project.ts';
import { chooseTheme, type Theme, useTheme } from '../../app/theme.ts';
import { call, useProject } from '../../client/index.ts';
import { Button, type Fact, KeyValues, Panel, RelativeTime, Segments, Text } from '../../ui/index.ts';
import styles from './settings.module.css';

const themes: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

function factsOf(project: ProjectInfo): Fact[] {
  const inside = (path: string) => `${project.folder}/${path}`;
  return [
    { name: 'Name', value: project.name },
    { name: 'Folder', value: project.folder, copy: project.folder, mono: true },
    { name: 'Settings file', value: 'modelyard.yaml', copy: inside('modelyard.yaml'), mono: true },
    { name: 'Machine state', value: '.modelyard', copy: inside('.modelyard'), mono: true },
    { name: 'Created', value: <RelativeTime atMs={project.createdAtMs} /> },
    { name: 'Access', value: project.readOnlyReason === null ? 'read and write' : 'read-only' },
  ];
}

export function GeneralSettings() {
  const project = useProject((state) => state.info);
  const theme = useTheme((state) => state.theme);
  return (
    <div className={styles.page}>
      <Panel title="Appearance">
        <div className={styles.line}>
          <Text>Theme</Text>
          <Segments label="Theme" value={theme} onChange={chooseTheme} options={themes} />
        </div>
      </Panel>
      {project !== null && (
        <Panel
          title="Project"
          actions={
            <Button
              size="small"
              icon={<FolderOpen size={14} />}
              onClick={() => void call('shell.showInFolder', { path: project.folder })}
            >
              Show in file manager
            </Button>
          }
        >
          <KeyValues facts={factsOf(project)} />
        </Panel>
      )}
    </div>
  );
}
