import type { EvaluatedMetric } from '../../../shared/model/evaluation-report.ts';
import { formatMoment } from '../../../shared/model/format.ts';
import type { ModelVersion } from '../../../shared/model/registry.ts';
import type { ModelFacts } from '../../store/model-facts.ts';

export interface CardEvaluation {
  readonly id: string;
  readonly dataset: string;
  readonly datasetDigest: string;
  readonly metrics: readonly EvaluatedMetric[];
}

/** A model card of recorded facts only: every number says where it is from, and what was not recorded is said to be missing. */
export function writeModelCard(parts: {
  version: ModelVersion;
  facts: ModelFacts;
  evaluations: readonly CardEvaluation[];
}): string {
  const { version, facts, evaluations } = parts;
  const sections = [
    `# ${version.name} ${version.version}`,
    version.description,
    factsTable(version, facts),
    intendedUse(version),
    dataSection(facts),
    evaluationSection(evaluations),
    runMetrics(version),
    parameterSection(facts),
    signatureSection(version),
    environmentSection(facts),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

const factsTable = (
  { aliases, digest, sizeBytes, source, registeredAtMs }: ModelVersion,
  { run, endpoints }: ModelFacts,
) =>
  table(
    ['Fact', 'Value'],
    [
      ['Aliases', aliases.join(', ') || 'none'],
      ['Registered', formatMoment(registeredAtMs)],
      ['Model file', digest === null ? 'none in the ONNX format' : `${sizeBytes} bytes, sha256:${digest}`],
      ...(source === null ? [] : [['Source', source]]),
      [
        'Run',
        run === null ? 'none: imported from a file' : `${run.name} (${run.id}), experiment ${run.experiment}`,
      ],
      ['Seed', run?.seed === null || run === null ? 'not recorded' : String(run.seed)],
      ['Code', codeText(run)],
      ['Endpoints on this machine', endpoints.map(({ port }) => `port ${port}`).join(', ') || 'none'],
    ],
  );

function codeText(run: ModelFacts['run']): string {
  if (run === null || run.code === null) {
    const commit = run?.taggedCommit ?? null;
    return commit === null ? 'not recorded' : `commit ${commit}`;
  }
  return `commit ${run.code.commit}${run.code.isDirty ? ', with changes kept as a patch beside the run' : ''}`;
}

function intendedUse({ signature }: ModelVersion): string {
  if (signature === null) return '## Intended use\n\nNot recorded: the model carries no signature.';
  const { target, task, classes, inputs } = signature;
  const what =
    task === 'regression'
      ? 'a number'
      : classes.length === 0
        ? 'one of classes that the file does not name'
        : `one of ${classes.length} classes (${classes.join(', ')})`;
  return `## Intended use\n\nPredicts **${target}**, ${what}, from ${inputs.length} columns. It knows rows like those it was trained on; the drift report tells when today’s rows are not.`;
}

const dataSection = ({ datasets }: ModelFacts): string =>
  datasets.length === 0
    ? '## Data\n\nNot recorded.'
    : `## Data\n\nFrom the run’s record.\n\n${table(
        ['Role', 'Dataset', 'SHA-256'],
        datasets.map(({ role, name, version, digest }) => [
          role,
          version === null ? name : `${name}@${version}`,
          digest,
        ]),
      )}`;

const evaluationSection = (evaluations: readonly CardEvaluation[]): string =>
  evaluations.length === 0
    ? '## Evaluation\n\nThis version has not been evaluated on a dataset yet.'
    : `## Evaluation\n\n${evaluations.map(evaluationTable).join('\n\n')}`;

const evaluationTable = ({ id, dataset, datasetDigest, metrics }: CardEvaluation): string =>
  `On **${dataset}** (sha256:${datasetDigest.slice(0, 12)}…), evaluation ${id}; intervals are 95 % bootstrap intervals.\n\n${table(
    ['Metric', 'Value', 'From', 'To'],
    metrics.map(({ title, value, interval, undefinedBecause }) => [
      title,
      value === null ? `undefined: ${undefinedBecause ?? 'no value'}` : figure(value),
      interval === null ? '' : figure(interval.low),
      interval === null ? '' : figure(interval.high),
    ]),
  )}`;

function runMetrics({ metrics, runId }: ModelVersion): string {
  const rows = Object.entries(metrics).sort(([left], [right]) => (left < right ? -1 : 1));
  if (rows.length === 0) return '';
  return `## Metrics of the run\n\nLatest values that run ${runId} logged.\n\n${table(
    ['Metric', 'Value'],
    rows.map(([key, value]) => [key, figure(value)]),
  )}`;
}

const parameterSection = ({ run }: ModelFacts): string =>
  run === null || run.parameters.length === 0
    ? ''
    : `## Parameters\n\nAs recorded with run ${run.id}, defaults included.\n\n${table(
        ['Parameter', 'Value'],
        run.parameters.map(({ key, value }) => [key, value]),
      )}`;

const signatureSection = ({ signature }: ModelVersion): string =>
  signature === null
    ? ''
    : `## Signature\n\n${table(
        ['Column', 'Type', 'Example'],
        signature.inputs.map(({ name, type, example }) => [
          name,
          type,
          example === null ? '' : String(example),
        ]),
      )}`;

function environmentSection({ run }: ModelFacts): string {
  const entries = Object.entries(run?.environment ?? {});
  return entries.length === 0 ? '' : `## Environment\n\n${table(['Name', 'Value'], entries)}`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(escapeCell))]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** Names come from data files: none may break out of its cell or become markup. */
const escapeCell = (text: string): string =>
  text.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[\\|<>`*_[\]]/g, (character) => `\\${character}`);

const figure = (value: number): string => String(Number(value.toPrecision(6)));
