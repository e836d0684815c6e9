import { QueryState } from '../../app/index.ts';
import { useEngineState, useQuery } from '../../client/index.ts';
import { type Fact, formatBytes, KeyValues, Panel } from '../../ui/index.ts';
import styles from './settings.module.css';

export function EngineFacts() {
  const { state, restarts } = useEngineState();
  const info = useQuery('engine.info', {});
  return (
    <QueryState query={info} what="The engine’s facts">
      {(engine) => {
        const facts: Fact[] = [
          { name: 'State', value: restarts === 0 ? state : `${state}, restarted ${restarts} times` },
          { name: 'Version', value: engine.version, copy: engine.version },
          { name: 'Node', value: engine.node },
          { name: 'Process', value: String(engine.pid), copy: String(engine.pid) },
          { name: 'Memory', value: formatBytes(engine.residentBytes) },
        ];
        const libraries = Object.entries(engine.libraries).map(([name, value]) => ({ name, value }));
        const projects = engine.openProjects.map(({ folder, attached }) => ({
          name: attached ? 'Attached' : 'Open',
          value: folder,
          copy: folder,
          mono: true,
        }));
        return (
          <div className={styles.page}>
            <Panel title="Engine">
              <KeyValues facts={facts} />
            </Panel>
            <Panel title="Stands on">
              <KeyValues facts={libraries} />
            </Panel>
            {projects.length > 0 && (
              <Panel title="Projects">
                <KeyValues facts={projects} />
              </Panel>
            )}
          </div>
        );
      }}
    </QueryState>
  );
}
