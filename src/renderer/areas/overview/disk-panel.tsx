import type { ProjectStatus } from '../../../shared/model/project.ts';
import { navigate } from '../../app/index.ts';
import { countOf, type Fact, formatBytes, KeyValues, Panel, Text } from '../../ui/index.ts';
import styles from './overview.module.css';

/** What the project takes on disk, and how its jobs do. */
export function DiskPanel({ disk, jobs }: { disk: ProjectStatus['disk']; jobs: ProjectStatus['jobs'] }) {
  const total = disk.databaseBytes + disk.objectsBytes + disk.logsBytes + disk.predictionsBytes;
  const parts: Fact[] = [
    { name: 'Models and files', value: formatBytes(disk.objectsBytes) },
    { name: 'Database', value: formatBytes(disk.databaseBytes) },
    { name: 'Predictions', value: formatBytes(disk.predictionsBytes) },
    { name: 'Logs', value: formatBytes(disk.logsBytes) },
  ];
  const underWay = jobs.running + jobs.queued;
  return (
    <Panel title={`On disk ${formatBytes(total)}`}>
      <KeyValues facts={parts} label="Disk use" />
      <button type="button" className={styles.jobs} onClick={() => navigate({ area: 'jobs' })}>
        {underWay === 0 ? 'No job under way' : `${countOf(underWay, 'job')} under way`}
        {jobs.failedLastDay > 0 && (
          <Text tone="bad"> · {countOf(jobs.failedLastDay, 'job')} failed since yesterday</Text>
        )}
      </button>
    </Panel>
  );
}
