import type { ProjectStatus } from '../../../shared/model/project.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { countOf, Grid, Page, Stack } from '../../ui/index.ts';
import { DiskPanel } from './disk-panel.tsx';
import { DriftPanel } from './drift-panel.tsx';
import { EndpointsPanel } from './endpoints-panel.tsx';
import { LastRunsPanel } from './last-runs-panel.tsx';
import { ModelsPanel } from './models-panel.tsx';
import { GuidedPath, NextStep } from './next-step.tsx';
import styles from './overview.module.css';

const inWords = ({ counts }: ProjectStatus) =>
  [countOf(counts.datasets, 'dataset'), countOf(counts.runs, 'run'), countOf(counts.models, 'model')].join(
    ' · ',
  );

function isUntouched({ counts }: ProjectStatus): boolean {
  return counts.runs === 0 && counts.models === 0 && counts.endpoints === 0;
}

/** Is everything all right, and what is next? */
export function Screen() {
  const status = useQuery('project.status', {});
  return (
    <QueryState query={status} what="The state of the project">
      {(project) => (
        <Page title="Overview" note={inWords(project)}>
          <Stack>
            {isUntouched(project) ? <GuidedPath status={project} /> : <NextStep next={project.next} />}
            {!isUntouched(project) && (
              <Grid columnWidth={340}>
                <ModelsPanel models={project.models} />
                <EndpointsPanel endpoints={project.endpoints} />
                <DriftPanel drift={project.drift} />
                <div className={styles.wide}>
                  <LastRunsPanel runs={project.lastRuns} />
                </div>
                <DiskPanel disk={project.disk} jobs={project.jobs} />
              </Grid>
            )}
          </Stack>
        </Page>
      )}
    </QueryState>
  );
}
