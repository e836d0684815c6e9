import type { ModelVersion } from '../../../shared/model/registry.ts';
import { Inspector, navigate } from '../../app/index.ts';
import {
  Button,
  type Fact,
  formatBytes,
  formatNumber,
  Inline,
  KeyValues,
  Panel,
  RelativeTime,
  Stack,
  Text,
} from '../../ui/index.ts';
import { AliasFlags } from './alias-flags.tsx';
import { byRank } from './main-metric.ts';

function factsOf(version: ModelVersion): Fact[] {
  const reference = `${version.name}/${version.version}`;
  return [
    { name: 'Reference', value: reference, copy: reference, mono: true },
    ...(version.aliases.length === 0
      ? []
      : [{ name: 'Aliases', value: <AliasFlags aliases={version.aliases} /> }]),
    { name: 'From', value: version.runName ?? version.source ?? 'an imported ONNX file' },
    ...(version.stage === 'None' ? [] : [{ name: 'Stage', value: version.stage }]),
    { name: 'Registered', value: <RelativeTime atMs={version.registeredAtMs} /> },
    ...onnxFactsOf(version),
  ];
}

function onnxFactsOf({ digest, sizeBytes }: ModelVersion): Fact[] {
  if (digest === null || sizeBytes === null)
    return [{ name: 'Model', value: 'No ONNX file: kept, but not to be run here' }];
  return [
    { name: 'Size', value: formatBytes(sizeBytes) },
    { name: 'SHA-256', value: `${digest.slice(0, 16)}…`, copy: digest, mono: true },
  ];
}

/** Facts and figures of the chosen version, and where it comes from. */
export function VersionInspector({ version, onClose }: { version: ModelVersion; onClose: () => void }) {
  const { runId } = version;
  const figures = Object.entries(version.metrics).sort(([one], [other]) => byRank(one, other));
  return (
    <Inspector title={`Version ${version.version}`} onClose={onClose}>
      <Stack>
        <KeyValues facts={factsOf(version)} />
        {version.description !== '' && <Text selectable>{version.description}</Text>}
        {figures.length > 0 && (
          <Panel title="Recorded figures">
            <KeyValues
              facts={figures.map(([name, value]) => ({
                name,
                value: <span title={String(value)}>{formatNumber(value)}</span>,
                copy: String(value),
              }))}
            />
          </Panel>
        )}
        <Inline>
          {runId !== null && (
            <Button onClick={() => navigate({ area: 'runs', id: runId })}>Open its run</Button>
          )}
          {version.endpoints[0] !== undefined && (
            <Button onClick={() => navigate({ area: 'serving', id: version.endpoints[0] })}>
              Open its endpoint
            </Button>
          )}
        </Inline>
      </Stack>
    </Inspector>
  );
}
