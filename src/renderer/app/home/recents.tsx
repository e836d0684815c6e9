import { Folder, X } from 'lucide-react';
import type { ProjectCounts, RecentProject } from '../../../shared/model/project.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { countOf, IconButton, RelativeTime } from '../../ui/index.ts';
import { openProject } from '../open-project.ts';
import { QueryState } from '../query-state.tsx';
import styles from './home.module.css';

const inWords = ({ datasets, runs, models, endpoints }: ProjectCounts) =>
  [
    countOf(datasets, 'dataset'),
    countOf(runs, 'run'),
    countOf(models, 'model'),
    endpoints > 0 ? countOf(endpoints, 'endpoint') : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' · ');

function Recent({ recent }: { recent: RecentProject }) {
  const forget = useCommand('projects.forget', { failure: 'The project could not be taken off the list' });
  const note = !recent.exists
    ? 'This folder is not there any more'
    : recent.counts === null
      ? 'What is in it could not be read'
      : inWords(recent.counts);
  return (
    <li className={styles.recent}>
      <button
        type="button"
        className={styles.recentOpen}
        disabled={!recent.exists}
        onClick={() => void openProject(recent.folder)}
      >
        <Folder size={16} aria-hidden />
        <span className={styles.recentText}>
          <span className={styles.recentName}>{recent.name}</span>
          <span className={styles.recentPath}>{recent.folder}</span>
        </span>
        <span className={styles.recentFacts}>
          <span>{note}</span>
          <RelativeTime atMs={recent.openedAtMs} />
        </span>
      </button>
      <IconButton
        size="small"
        label={`Take ${recent.name} off this list (the folder stays)`}
        icon={<X size={14} />}
        onClick={() => void forget.run({ folder: recent.folder })}
      />
    </li>
  );
}

/** Projects opened lately, with what is in them. */
export function Recents() {
  const recents = useQuery('projects.recents', {});
  return (
    <QueryState query={recents} what="The list of recent projects">
      {(projects) =>
        projects.length === 0 ? null : (
          <section>
            <h2 className={styles.heading}>Recent</h2>
            <ul className={styles.recents}>
              {projects.map((recent) => (
                <Recent key={recent.folder} recent={recent} />
              ))}
            </ul>
          </section>
        )
      }
    </QueryState>
  );
}
