import type { ProjectStatus } from '../../../shared/model/project.ts';
import { navigate } from '../../app/index.ts';
import { Badge, Button, EmptyState, NumberCell, Panel, RelativeTime, StatusDot } from '../../ui/index.ts';
import styles from './overview.module.css';

type Model = ProjectStatus['models'][number];

function ModelRow({ model }: { model: Model }) {
  return (
    <button type="button" className={styles.row} onClick={() => navigate({ area: 'models', id: model.name })}>
      <span className={styles.stacked}>
        <span className={styles.name}>
          {model.name}/{model.version}
        </span>
        {(model.alias !== null || model.servingEndpointId !== null) && (
          <span className={styles.rowMain}>
            {model.alias !== null && <Badge meaning="accent">{model.alias}</Badge>}
            {model.servingEndpointId !== null && <StatusDot meaning="good">serving</StatusDot>}
          </span>
        )}
      </span>
      <span className={styles.figure}>
        {model.metric === null ? (
          'no metric'
        ) : (
          <NumberCell value={model.metric.value} source={model.metric.name} />
        )}
        <span className={styles.faint}>
          {model.metric?.name} · <RelativeTime atMs={model.registeredAtMs} />
        </span>
      </span>
    </button>
  );
}

/** What is in production, how good it is, and since when. */
export function ModelsPanel({ models }: { models: readonly Model[] }) {
  return (
    <Panel
      title="Models"
      flush
      actions={
        <Button size="small" variant="quiet" onClick={() => navigate({ area: 'models' })}>
          All
        </Button>
      }
    >
      {models.length === 0 ? (
        <EmptyState
          text="A registered model has a name, versions and a champion."
          action={{ label: 'Choose a run to register', onClick: () => navigate({ area: 'runs' }) }}
        />
      ) : (
        models.map((model) => <ModelRow key={model.name} model={model} />)
      )}
    </Panel>
  );
}
