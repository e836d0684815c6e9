import { isMap, isScalar, parseDocument, Scalar, type YAMLMap } from 'yaml';
import type { Entries } from '../../../ports/foreign-runs.ts';
import { UnreadableFile } from '../guarded-files.ts';

/** A `meta.yaml`: every scalar as the text it was written from, null where it is null; flat maps (`tags`) apart. */
export interface MetaYaml {
  readonly scalars: ReadonlyMap<string, string | null>;
  readonly maps: ReadonlyMap<string, Entries>;
}

/**
 * Numbers stay text, because `1e5` may be a name and a time must not lose digits. The flat form that MLflow writes is read line by line,
 * which is some twenty times faster than a YAML parser; everything else (folded lines, escapes, nesting) goes to the parser.
 */
export const parseMetaYaml = (text: string): MetaYaml => parseFlat(text) ?? parseAny(text);

const line = /^([A-Za-z_][\w.-]*):(?: (.*))?$/;
/** Text that is itself in YAML: begins harmlessly, holds neither comment nor mapping, and is not null in disguise. */
const plain = /^[\w./\\+-][^#:\n]*(?::(?=\S)[^#:\n]*)*$/;

const parseFlat = (text: string): MetaYaml | undefined => {
  const scalars = new Map<string, string | null>();
  const maps = new Map<string, Entries>();
  for (const row of text.split('\n')) {
    if (row === '' || row === '\r') continue;
    const match = line.exec(row.endsWith('\r') ? row.slice(0, -1) : row);
    if (match === null) return undefined;
    const value = (match[2] ?? '').trim();
    if (value === '[]' || value === '{}') maps.set(match[1]!, []);
    else {
      const scalar = parseFlatScalar(value);
      if (scalar === undefined) return undefined;
      scalars.set(match[1]!, scalar);
    }
  }
  return { scalars, maps };
};

const parseFlatScalar = (value: string): string | null | undefined => {
  // An empty value may be followed by an indented block, which the pattern of a line then refuses.
  if (value === '' || value === 'null' || value === '~') return null;
  if (value.startsWith("'")) {
    const inner = value.slice(1, -1);
    const isClosed = value.length > 1 && value.endsWith("'") && !inner.replaceAll("''", '').includes("'");
    return isClosed ? inner.replaceAll("''", "'") : undefined;
  }
  return plain.test(value) && !value.startsWith('- ') ? value : undefined;
};

const parseAny = (text: string): MetaYaml => {
  const document = parseDocument(text, { schema: 'failsafe', strict: false, uniqueKeys: false });
  if (document.errors.length > 0)
    throw new UnreadableFile(`It is not YAML: ${firstLine(document.errors[0]!.message)}`);
  if (!isMap(document.contents)) throw new UnreadableFile('It is no YAML mapping.');
  const scalars = new Map<string, string | null>();
  const maps = new Map<string, Entries>();
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key)) continue;
    if (isMap(value)) maps.set(String(key.value), mapEntries(value));
    else if (isScalar(value)) scalars.set(String(key.value), scalarText(value));
    else if (value === null) scalars.set(String(key.value), null);
  }
  return { scalars, maps };
};

/** Aliases are nodes of their own kind and are passed over: what they stand for is never expanded. */
const mapEntries = (map: YAMLMap): Entries =>
  map.items.flatMap(({ key, value }) =>
    isScalar(key) && isScalar(value) ? [[String(key.value), scalarText(value) ?? ''] as const] : [],
  );

const scalarText = (scalar: Scalar): string | null => {
  if (scalar.type !== Scalar.PLAIN) return String(scalar.value);
  const text = String(scalar.value ?? '');
  return text === '' || text === 'null' || text === '~' ? null : text;
};

const firstLine = (text: string): string => text.split('\n', 1)[0]!;
