import type { RunDetail } from '../../../shared/model/run.ts';
import { type Fact, Grid, KeyValues, Panel, Text } from '../../ui/index.ts';
import styles from './runs.module.css';

function codeFacts(code: NonNullable<RunDetail['code']>): Fact[] {
  return [
    { name: 'Commit', value: code.commit, copy: code.commit, mono: true },
    ...(code.branch === null ? [] : [{ name: 'Branch', value: code.branch, copy: code.branch, mono: true }]),
    ...(code.remote === null ? [] : [{ name: 'Remote', value: code.remote, copy: code.remote, mono: true }]),
    {
      name: 'Changes',
      value: code.isDirty ? 'there were changes that are not in the commit' : 'none beyond the commit',
    },
    ...(code.patchArtifact === null
      ? []
      : [{ name: 'Kept in', value: `artifact ${code.patchArtifact}`, copy: code.patchArtifact }]),
  ];
}

/** What a result depends on besides data and parameters. */
export function OriginTab({ run: { code, environment, linkedFrom } }: { run: RunDetail }) {
  const entries = Object.entries(environment);
  return (
    <div className={styles.padded}>
      <Grid columnWidth={360}>
        <Panel title="Code">
          {code === null ? (
            <Text tone="muted">
              {linkedFrom === null
                ? 'The project’s folder was not a Git repository, so no commit was recorded.'
                : 'The tool that recorded the run noted no commit that is read here; what it noted is among the tags.'}
            </Text>
          ) : (
            <KeyValues label="Code" facts={codeFacts(code)} />
          )}
        </Panel>
        <Panel title="Environment">
          {entries.length === 0 ? (
            <Text tone="muted">Nothing was recorded.</Text>
          ) : (
            <KeyValues
              label="Environment"
              facts={entries.map(([name, value]) => ({ name, value, copy: value, mono: true }))}
            />
          )}
        </Panel>
      </Grid>
    </div>
  );
}
