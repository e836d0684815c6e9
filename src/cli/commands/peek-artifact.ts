import type { CommandOutput } from '../../shared/contract/index.ts';
import { countOf, formatBytes, formatNumber } from '../../shared/model/format.ts';
import type { Session } from '../session.ts';
import { formatTable } from '../terminal.ts';

interface Peeked {
  readonly document: object;
  readonly text: string;
}

interface Named {
  readonly run: string;
  readonly path: string;
}

type Described = CommandOutput<'runs.describeArtifact'>;

const longestCell = 32;
const mostLines = 40;

const cellText = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value);
  return text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text;
};
const shapeText = (shape: readonly (number | string | null)[] | null): string =>
  shape === null ? 'any shape' : shape.length === 0 ? 'scalar' : shape.map((size) => size ?? '?').join(' × ');
const shortened = <Item>(items: readonly Item[], lineOf: (item: Item) => string): string[] => [
  ...items.slice(0, mostLines).map(lineOf),
  ...(items.length > mostLines ? [`… and ${items.length - mostLines} more`] : []),
];

/** What an artifact is, and as much of what is in it as is worth a screen. */
export const peek = async (
  session: Pick<Session, 'call'>,
  { run, path, rows }: Named & { rows: number },
): Promise<Peeked> => {
  const described = await session.call('runs.describeArtifact', { run, path });
  const inside = await contentOf(session, { run, path, rows }, described);
  const { name, kind, sizeBytes, warning, refusal } = described;
  return {
    document: { path, name, kind, sizeBytes, warning, refusal, ...inside.document },
    text: [
      `${path}: ${name}, ${formatBytes(sizeBytes)}`,
      ...(warning === null ? [] : [warning]),
      ...(refusal === null ? [] : [refusal]),
      ...(inside.text === '' ? [] : ['', inside.text]),
    ].join('\n'),
  };
};

const contentOf = (
  session: Pick<Session, 'call'>,
  named: Named & { rows: number },
  { kind }: Described,
): Promise<Peeked> => {
  switch (kind) {
    case 'table':
      return peekTable(session, named);
    case 'array':
      return peekArrays(session, named);
    case 'onnx':
      return peekModel(session, named);
    case 'archive':
      return peekArchive(session, named);
    case 'tensors':
      return peekTensors(session, named);
    case 'json':
    case 'markdown':
    case 'text':
    case 'html':
    case 'notebook':
      return peekText(session, named);
    default:
      return Promise.resolve({ document: {}, text: '' });
  }
};

const peekTable = async (
  session: Pick<Session, 'call'>,
  { run, path, rows: limit }: Named & { rows: number },
): Promise<Peeked> => {
  const table = await session.call('runs.openTable', { run, path });
  const { rows } = await session.call('runs.tableRows', { run, path, limit });
  const { rowCount } = table.isCounted ? table : await session.call('runs.countTableRows', { run, path });
  const columns = table.columns.map(({ name, type }) => ({
    title: name,
    align: type === 'number' || type === 'integer' ? ('right' as const) : ('left' as const),
  }));
  return {
    document: { table: { ...table, rowCount, isCounted: true }, rows },
    text: [
      ...table.warnings,
      formatTable(
        columns,
        rows.map((row) => row.map(cellText)),
      ),
      `${countOf(rowCount, 'row')}, ${countOf(columns.length, 'column')}`,
    ].join('\n'),
  };
};

const peekArrays = async (session: Pick<Session, 'call'>, { run, path }: Named): Promise<Peeked> => {
  const arrays = await session.call('runs.arrays', { run, path });
  const described = await Promise.all(
    arrays.map(async (array) => ({
      ...array,
      statistics:
        array.refusal === null
          ? await session.call('runs.arrayStatistics', { run, path, member: array.member })
          : null,
    })),
  );
  return {
    document: { arrays: described },
    text: shortened(described, ({ member, typeName, shape, order, refusal, statistics }) =>
      [
        `${member === null ? '' : `${member}: `}${typeName}, ${shapeText(shape)}, ${order} order`,
        ...(refusal === null ? [] : [`  ${refusal}`]),
        ...(statistics?.mean == null
          ? []
          : [
              `  ${formatNumber(statistics.minimum)} to ${formatNumber(statistics.maximum)}, mean ${formatNumber(statistics.mean)}, ` +
                `standard deviation ${formatNumber(statistics.deviation)}, ${countOf(statistics.nanCount, 'NaN', 'NaN')}`,
            ]),
      ].join('\n'),
    ).join('\n'),
  };
};

const peekModel = async (session: Pick<Session, 'call'>, { run, path }: Named): Promise<Peeked> => {
  const model = await session.call('runs.modelGraph', { run, path });
  const value = ({ name, type, shape }: (typeof model.inputs)[number]) =>
    `${name}: ${type} ${shapeText(shape)}`;
  const operators = new Map<string, number>();
  for (const { operator } of model.nodes) operators.set(operator, (operators.get(operator) ?? 0) + 1);
  return {
    document: { model },
    text: [
      `written by ${model.producer || 'an unnamed program'}`,
      `operators of ${model.opsets.map(({ domain, version }) => `${domain || 'ai.onnx'} ${version}`).join(', ')}`,
      ...model.inputs.map((input) => `input ${value(input)}`),
      ...model.outputs.map((output) => `output ${value(output)}`),
      `${countOf(model.nodeCount, 'node')}: ${[...operators].map(([name, count]) => `${name} ${count}`).join(', ')}`,
      `${countOf(model.parameterCount, 'parameter')} in ${countOf(model.initialiserCount, 'tensor')}`,
    ].join('\n'),
  };
};

const peekArchive = async (session: Pick<Session, 'call'>, { run, path }: Named): Promise<Peeked> => {
  const archive = await session.call('runs.listArchive', { run, path });
  return {
    document: { archive },
    text: [
      ...archive.warnings,
      ...shortened(archive.entries, (entry) => `${entry.path}  ${formatBytes(entry.sizeBytes)}`),
      countOf(archive.entryCount, 'entry', 'entries'),
    ].join('\n'),
  };
};

const peekTensors = async (session: Pick<Session, 'call'>, { run, path }: Named): Promise<Peeked> => {
  const listing = await session.call('runs.listTensors', { run, path });
  return {
    document: { listing },
    text: [
      ...shortened(listing.tensors, ({ name, type, shape }) => `${name}: ${type} ${shapeText(shape)}`),
      `${countOf(listing.tensors.length, 'tensor')}, ${countOf(listing.parameterCount, 'parameter')}`,
    ].join('\n'),
  };
};

const peekText = async (session: Pick<Session, 'call'>, { run, path }: Named): Promise<Peeked> => {
  const { text } = await session.call('runs.readArtifact', { run, path, maxBytes: 8192 });
  const lines = (text ?? '').split('\n').slice(0, mostLines);
  return { document: { beginning: text }, text: lines.join('\n').trimEnd() };
};
