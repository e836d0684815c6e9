import { noCodeReason, type OriginCode, originCode } from '../../../shared/model/origin-code.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import { machineFactNames, type RunEnvironment } from '../../../shared/model/run-environment.ts';
import { QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { type Fact, Grid, KeyValues, Panel, Stack, Text } from '../../ui/index.ts';
import styles from './runs.module.css';

function codeFacts(code: OriginCode): Fact[] {
  return [
    { name: 'Commit', value: code.commit, copy: code.commit, mono: true },
    ...(code.branch === null ? [] : [{ name: 'Branch', value: code.branch, copy: code.branch, mono: true }]),
    ...(code.remote === null ? [] : [{ name: 'Remote', value: code.remote, copy: code.remote, mono: true }]),
    {
      name: 'Changes',
      value:
        code.isDirty === null
          ? 'not recorded'
          : code.isDirty
            ? 'there were changes that are not in the commit'
            : 'none beyond the commit',
    },
    ...(code.patchArtifact === null
      ? []
      : [{ name: 'Kept in', value: `artifact ${code.patchArtifact}`, copy: code.patchArtifact }]),
  ];
}

const recordedBy: Readonly<Record<RunEnvironment['recordedBy'], string>> = {
  training: 'As the training recorded it.',
  'tracking-server':
    'As the tracking server had it: it is reached from this machine alone, so the run is taken to have been made on it. Through a tunnel it was not.',
  wandb: 'As Weights & Biases recorded it.',
  nobody: 'As far as the files that the run left say it.',
};

function MachinePanel({ environment: { machine, recordedBy: by } }: { environment: RunEnvironment }) {
  const names = machineFactNames(Object.keys(machine));
  return (
    <Panel title="Machine">
      {names.length === 0 ? (
        <Text tone="muted">Nothing was recorded.</Text>
      ) : (
        <Stack>
          <KeyValues
            label="Machine"
            facts={names.map((name) => ({
              name,
              value: machine[name],
              copy: machine[name] ?? '',
              mono: true,
            }))}
          />
          <Text tone="muted" size="small">
            {recordedBy[by]}
          </Text>
        </Stack>
      )}
    </Panel>
  );
}

function PackagesPanel({ packages }: Pick<RunEnvironment, 'packages'>) {
  const entries = Object.entries(packages ?? {});
  return (
    <Panel title={packages === null ? 'Packages' : `Packages (${entries.length})`}>
      {packages === null ? (
        <Text tone="muted">
          The run left no list of its packages: no requirements.txt, conda.yaml or python_env.yaml.
        </Text>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={styles.packages} tabIndex={0} aria-label="Packages">
          <KeyValues
            label="Packages"
            facts={entries.map(([name, version]) => ({
              name,
              value: version,
              copy: `${name}==${version}`,
              mono: true,
            }))}
          />
        </section>
      )}
    </Panel>
  );
}

/** What a result depends on besides data and parameters. */
export function OriginTab({ run }: { run: RunDetail }) {
  const environment = useQuery('runs.environment', { run: run.id });
  const code = originCode(run);
  return (
    <div className={styles.padded}>
      <Grid columnWidth={360}>
        <Panel title="Code">
          {code === null ? (
            <Text tone="muted">{noCodeReason(run)}</Text>
          ) : (
            <Stack>
              <KeyValues label="Code" facts={codeFacts(code)} />
              {code.isFromTags && (
                <Text tone="muted" size="small">
                  As the tags of the run say it.
                </Text>
              )}
            </Stack>
          )}
        </Panel>
        <QueryState query={environment} what="The environment">
          {(data) => (
            <>
              <MachinePanel environment={data} />
              <PackagesPanel packages={data.packages} />
            </>
          )}
        </QueryState>
      </Grid>
    </div>
  );
}
