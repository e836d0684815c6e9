import type { GoldenRecord } from './run-golden.ts';

/** What was recorded between two steps, with everything masked that differs between two runs against the same server. */
export interface Step {
  readonly name: string;
  readonly records: readonly GoldenRecord[];
}

/**
 * Ids become numbers in the order in which they first appear; times, durations, tokens, generated names and folders become placeholders.
 * Lists whose order the protocol leaves open (tags, parameters, latest metrics) are sorted, and so is what threads sent.
 */
export function normalise(records: readonly GoldenRecord[], url: string): Step[] {
  const mask = createMask(url);
  return splitSteps(records).map(({ name, records: own }) => {
    // What threads sent comes last, so that ids that first appear there do not number the others.
    const inOrder = own.filter(({ thread }) => thread !== 'other').map((record) => mask(record));
    const unordered = own.filter(({ thread }) => thread === 'other').map((record) => mask(record));
    return { name: maskText(name), records: [...inStretches(inOrder), ...unordered.sort(byText)] };
  });
}

function splitSteps(records: readonly GoldenRecord[]): { name: string; records: GoldenRecord[] }[] {
  const steps = [{ name: 'before the first step', records: [] as GoldenRecord[] }];
  for (const record of records) {
    if (isBackground(record)) continue;
    if (record.kind === 'step') steps.push({ name: String(record.name), records: [] });
    else steps.at(-1)!.records.push(record);
  }
  return steps;
}

/** The client asks this from time to time, on its own; the raw requests compare the answer. */
const isBackground = ({ path }: GoldenRecord): boolean => String(path ?? '').endsWith('/server-info');

/**
 * A client that asks for the history of each metric does so in the order in which it was told of them, which the protocol leaves open: requests for
 * histories that follow each other are sorted.
 */
function inStretches(records: readonly GoldenRecord[]): GoldenRecord[] {
  const sorted: GoldenRecord[] = [];
  let histories: GoldenRecord[] = [];
  for (const record of records) {
    if (String(record.path ?? '').endsWith('/metrics/get-history')) histories.push(record);
    else {
      sorted.push(...histories.sort(byText), record);
      histories = [];
    }
  }
  return [...sorted, ...histories.sort(byText)];
}

const byText = (left: unknown, right: unknown): number => {
  const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
  return a < b ? -1 : a > b ? 1 : 0;
};

function createMask(url: string): (record: GoldenRecord) => GoldenRecord {
  const ids = new Map<string, string>();
  const number = (id: string): string => {
    // An id of the script's own making, which no server knows.
    if (/^\D*0+$/.test(id)) return id;
    const known = ids.get(id) ?? `<id ${ids.size + 1}>`;
    ids.set(id, known);
    return known;
  };
  const maskString = (text: string): string =>
    maskText(text.replaceAll(url, '<server>')).replace(
      /(?<![0-9a-z])(?:m-|tr-|a-)?[0-9a-f]{32}(?![0-9a-z])/g,
      number,
    );

  const maskValue = (value: unknown, key: string, path: string): unknown => {
    if (isMasked(key, value)) return `<${key}>`;
    if (typeof value === 'string') return maskString(value);
    if (typeof value === 'number') return isTime(value) ? '<time>' : value;
    if (Array.isArray(value)) {
      if (isMaskedPair(value)) return [value[0], `<${value[0]}>`];
      const items = value.map((item) => maskValue(item, key, path));
      return isUnordered(key, items, path) ? items.sort(byText) : items;
    }
    if (value !== null && typeof value === 'object') return maskObject(value, path);
    return value;
  };
  const maskObject = (object: object, path: string) => {
    const masked = Object.entries(object).map(
      ([key, value]) => [maskString(key), maskValue(value, key, path)] as const,
    );
    return Object.fromEntries(masked.sort(([left], [right]) => (left < right ? -1 : 1)));
  };
  return (record) => {
    const path = String(record.path ?? record.name ?? '');
    const { kind, ...rest } = withoutVersion(record);
    return { kind, ...maskObject(rest, path) };
  };
}

const opaque = new Set([
  'page_token',
  'next_page_token',
  'mlflow.trace.sizeBytes',
  'mlflow.trace.sizeStats',
  'span_id',
  'parent_span_id',
  'model_size_bytes',
  'execution_time_ms',
]);

const isMasked = (key: string, value: unknown): boolean => opaque.has(key) && value !== '' && value !== null;

/** A query is recorded as pairs, because names may come more than once. */
const isMaskedPair = (item: unknown): boolean =>
  Array.isArray(item) && item.length === 2 && opaque.has(item[0]);

/** Milliseconds, or nanoseconds, of these decades; the script's own times are small numbers. */
const isTime = (value: number): boolean =>
  (value > 1.5e12 && value < 2.5e12) || (value > 1.5e18 && value < 2.5e18);

/** Also sorts sets as Python prints them, whose order differs from process to process. */
function maskText(text: string): string {
  return (
    text
      .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?/g, '<time>')
      .replace(/\b1[5-9]\d{11}\b|\b2[0-4]\d{11}\b/g, '<time>')
      .replace(/^\d+(\.\d+)?s$/, '<duration>')
      // The checkout that the scripts are in.
      .replace(/\b[0-9a-f]{40}\b/g, '<commit>')
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
      .replace(/^[a-z]+-[a-z]+-\d{1,3}$/, '<generated name>')
      // The 16 bytes of a trace's id, as spans carry them.
      .replace(/^[A-Za-z0-9+/]{22}==$/, '<trace id>')
      .replace(/\/tmp\/[\w/.-]+/g, '<folder>')
      .replace(/("?model_size_bytes"?: ?)\d+/g, '$1<size>')
      // The real server's database shows through, with what it was given and made up.
      .replace(/\[SQL: .*/s, '[SQL …')
      // The client repeats in its message an answer that it has just been given.
      .replace(/Response text: .*/s, 'Response text: …')
      .replace(/\bport=\d+/g, 'port=<port>')
      .replace(
        /\{('[^']*'(?:, '[^']*')*)\}/g,
        (_, items: string) => `{${items.split(', ').sort().join(', ')}}`,
      )
  );
}

/** Both name their own version. */
const withoutVersion = (record: GoldenRecord): GoldenRecord =>
  record.path === '/version' ? { ...record, response: '<version>' } : record;

/** These are sets by key, or have no order in the protocol; a history is a list. */
function isUnordered(key: string, items: readonly unknown[], path: string): boolean {
  if (/history|interval/.test(path)) return false;
  return unordered.has(key) && items.every((item) => item !== null);
}

const unordered = new Set([
  'tags',
  // Of a request: the client sends on what the server answered.
  'datasets',
  'params',
  'request_metadata',
  'metrics',
  'aliases',
  'dataset_inputs',
  'model_inputs',
  'model_outputs',
  'assessments',
]);
