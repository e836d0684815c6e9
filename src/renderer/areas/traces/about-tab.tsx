import type { TraceDetail } from '../../../shared/model/trace.ts';
import { Grid, KeyValues, Panel, Text } from '../../ui/index.ts';
import { traceFacts } from './trace-inspector.tsx';
import styles from './traces.module.css';

function Pairs({ title, pairs }: { title: string; pairs: Readonly<Record<string, string>> }) {
  const entries = Object.entries(pairs);
  return (
    <Panel title={title}>
      {entries.length === 0 && <Text tone="muted">None were recorded.</Text>}
      <KeyValues label={title} facts={entries.map(([name, value]) => ({ name, value, copy: value }))} />
    </Panel>
  );
}

/** Facts, tags and what its client said once and for all. */
export function AboutTab({ trace }: { trace: TraceDetail }) {
  const { clientRequestId } = trace;
  return (
    <div className={styles.detail}>
      <Grid columnWidth={300}>
        <Panel title="Facts">
          <KeyValues
            label="Facts"
            facts={[
              ...traceFacts(trace),
              ...(clientRequestId === null
                ? []
                : [{ name: 'Client’s id', value: clientRequestId, copy: clientRequestId, mono: true }]),
            ]}
          />
        </Panel>
        <Pairs title="Tags" pairs={trace.tags} />
        <Pairs title="Metadata" pairs={trace.metadata} />
      </Grid>
    </div>
  );
}
