import type { CommandOutput } from '../../shared/contract/index.ts';
import { countOf, formatBytes, formatDuration, formatNumber } from '../../shared/model/format.ts';
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

interface Wanted {
  readonly rows: number;
  /** A sheet or an object in the file; null for the file as a whole. */
  readonly inside: string | null;
}

type Described = CommandOutput<'runs.describeArtifact'>;

const longestCell = 32;
const mostLines = 40;
const mostColumns = 10;

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
  { run, path, ...wanted }: Named & Wanted,
): Promise<Peeked> => {
  const described = await session.call('runs.describeArtifact', { run, path });
  const inside = await contentOf(session, { run, path, ...wanted }, described);
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
  named: Named & Wanted,
  { kind }: Described,
): Promise<Peeked> => {
  switch (kind) {
    case 'table':
      return peekTable(session, { ...named, sheet: null });
    case 'workbook':
      return peekWorkbook(session, named);
    case 'hdf5':
      return named.inside === null
        ? peekHdf5(session, named)
        : peekObject(session, { ...named, object: named.inside });
    case 'audio':
    case 'video':
      return peekMedia(session, named);
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
  { run, path, sheet, rows: limit }: Named & { rows: number; sheet: string | null },
): Promise<Peeked> => {
  const named = { run, path, sheet };
  const table = await session.call('runs.openTable', named);
  const { rows } = await session.call('runs.tableRows', { ...named, limit });
  const { rowCount } = table.isCounted ? table : await session.call('runs.countTableRows', named);
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

const peekWorkbook = async (
  session: Pick<Session, 'call'>,
  { run, path, rows, inside }: Named & Wanted,
): Promise<Peeked> => {
  const sheets = await session.call('runs.sheets', { run, path });
  const sheet = inside ?? sheets.find(({ refusal }) => refusal === null)?.name ?? null;
  const shown = await peekTable(session, { run, path, rows, sheet });
  const names = sheets.map(({ name, isHidden }) => (isHidden ? `${name} (hidden)` : name));
  return {
    document: { sheets, sheet, ...shown.document },
    text: [`sheets: ${names.join(', ')}`, '', `${sheet ?? ''}:`, shown.text].join('\n'),
  };
};

const peekHdf5 = async (session: Pick<Session, 'call'>, { run, path }: Named): Promise<Peeked> => {
  const listing = await session.call('runs.hdfObjects', { run, path });
  const { attributes } = await session.call('runs.hdfObject', { run, path, object: '/' });
  return {
    document: { listing, attributes },
    text: [
      ...attributeLines(attributes),
      ...shortened(listing.objects, ({ path: object, kind, typeName, shape, target }) =>
        kind === 'dataset'
          ? `${object}: ${typeName} ${shape === null ? 'without values' : shapeText(shape)}`
          : `${object}: ${kind}${target === null ? '' : ` to ${target}`}`,
      ),
      `${countOf(listing.objects.length, 'object')}${listing.isCut ? ', and more that are not listed' : ''}`,
    ].join('\n'),
  };
};

const attributeLines = (attributes: CommandOutput<'runs.hdfObject'>['attributes']): string[] =>
  shortened(
    attributes,
    ({ name, value }) => `${name} = ${value.length > 200 ? `${value.slice(0, 200)}…` : value}`,
  );

const peekObject = async (
  session: Pick<Session, 'call'>,
  { run, path, object, rows: limit }: Named & Wanted & { object: string },
): Promise<Peeked> => {
  const named = { run, path, object };
  const details = await session.call('runs.hdfObject', named);
  const { attributes, dataset } = details;
  const isRead = dataset !== null && dataset.refusal === null;
  const statistics = isRead ? await session.call('runs.hdfStatistics', named) : null;
  const { rows } = isRead
    ? await session.call('runs.hdfRows', { ...named, limit, columns: mostColumns })
    : { rows: [] };
  return {
    document: { object, ...details, statistics, rows },
    text: [
      ...(dataset === null
        ? []
        : [`${dataset.typeName} ${dataset.shape === null ? 'without values' : shapeText(dataset.shape)}`]),
      ...(dataset?.refusal == null ? [] : [dataset.refusal]),
      ...statisticsLines(statistics),
      ...attributeLines(attributes),
      ...rows.map((row) => row.map(cellText).join('  ')),
    ].join('\n'),
  };
};

const peekMedia = async (session: Pick<Session, 'call'>, { run, path }: Named): Promise<Peeked> => {
  const media = await session.call('runs.mediaFacts', { run, path });
  return {
    document: { media },
    text: [
      media.durationMs === null ? 'of unknown length' : formatDuration(media.durationMs),
      ...media.streams.map(({ kind, codec, width, height, channels, sampleRate }) =>
        [
          `${kind}: ${codec}`,
          ...(width === undefined || height === undefined ? [] : [`${width} × ${height} px`]),
          ...(sampleRate === undefined ? [] : [`${formatNumber(sampleRate / 1000)} kHz`]),
          ...(channels === undefined ? [] : [countOf(channels, 'channel')]),
        ].join(', '),
      ),
    ].join('\n'),
  };
};

type Statistics = CommandOutput<'runs.arrayStatistics'>;

const statisticsLines = (statistics: Statistics): string[] =>
  statistics?.mean == null
    ? []
    : [
        `${formatNumber(statistics.minimum)} to ${formatNumber(statistics.maximum)}, mean ${formatNumber(statistics.mean)}, ` +
          `standard deviation ${formatNumber(statistics.deviation)}, ${countOf(statistics.nanCount, 'NaN', 'NaN')}`,
      ];

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
        ...statisticsLines(statistics).map((line) => `  ${line}`),
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
