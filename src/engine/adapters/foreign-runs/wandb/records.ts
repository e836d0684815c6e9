import { decodeFloat, decodeText, readFields, type WireField } from '../../../core/protobuf/wire-reader.ts';
import { type JsonValue, parsePythonJson } from './json-values.ts';

/**
 * The records of a `.wandb` file that say something about a run. Field numbers: wandb/proto/wandb_internal.proto of wandb 0.31, which keeps
 * those of all earlier versions.
 */
export type WandbRecord =
  | { readonly kind: 'history'; readonly step: number | null; readonly items: readonly WandbItem[] }
  | { readonly kind: 'summary' | 'config'; readonly changes: Changes }
  | { readonly kind: 'stats'; readonly timestampMs: number | null; readonly items: readonly WandbItem[] }
  | { readonly kind: 'run'; readonly run: WandbRun }
  | { readonly kind: 'environment'; readonly facts: readonly (readonly [string, string])[] }
  | { readonly kind: 'exit'; readonly exitCode: number }
  /** Something that says nothing about a run by itself, or that is not read; the name of its kind. */
  | { readonly kind: 'other'; readonly name: string };

export interface WandbItem {
  /** Nested keys joined with dots. */
  readonly key: string;
  /** Undefined: it could not be read. */
  readonly value: JsonValue | undefined;
}

export interface Changes {
  readonly updates: readonly WandbItem[];
  readonly removals: readonly string[];
}

export interface WandbRun {
  readonly id: string;
  readonly entity: string;
  readonly project: string;
  readonly group: string;
  readonly jobType: string;
  readonly displayName: string;
  readonly notes: string;
  readonly tags: readonly string[];
  readonly sweepId: string;
  readonly host: string;
  readonly startedAtMs: number | null;
  readonly remoteUrl: string;
  readonly commit: string;
  readonly config: Changes | null;
  readonly summary: Changes | null;
}

const otherKinds: Readonly<Record<number, string>> = {
  4: 'output',
  6: 'files',
  8: 'artifact',
  9: 'tbrecord',
  10: 'alert',
  11: 'telemetry',
  12: 'metric definition',
  13: 'output',
  20: 'final',
  21: 'header',
  22: 'footer',
  23: 'preempting',
  25: 'use of an artifact',
  27: 'output',
  100: 'request',
};

/** Which kind a record has, without reading it: field 2 of history and so on. `num`, `uuid`, `control` and `_info` are on all. */
export const parseRecord = (bytes: Uint8Array): WandbRecord => {
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    const { number, value } = field;
    if (number === 2) return parseHistory(value);
    if (number === 3) return { kind: 'summary', changes: parseChanges(value) };
    if (number === 5) return { kind: 'config', changes: parseChanges(value) };
    if (number === 7) return parseStats(value);
    if (number === 17) return { kind: 'run', run: parseRun(value) };
    if (number === 18) return { kind: 'exit', exitCode: parseCount(value) };
    if (number === 26) return { kind: 'environment', facts: parseEnvironment(value) };
    const name = otherKinds[number];
    if (name !== undefined) return { kind: 'other', name };
  }
  return { kind: 'other', name: 'unknown' };
};

const parseHistory = (bytes: Uint8Array): WandbRecord => {
  const items: WandbItem[] = [];
  let step: number | null = null;
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) items.push(parseItem(field.value));
    else if (field.number === 2) {
      step = 0;
      for (const inner of readFields(field.value)) if (inner.kind === 'varint') step = inner.value;
    }
  }
  return { kind: 'history', step, items };
};

const parseChanges = (bytes: Uint8Array): Changes => {
  const updates: WandbItem[] = [];
  const removals: string[] = [];
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) updates.push(parseItem(field.value));
    else if (field.number === 2) removals.push(parseItem(field.value).key);
  }
  return { updates, removals };
};

/** An item of history, configuration, summary or statistics: a key or a nested key, and a value as JSON or, in history, also typed. */
const parseItem = (bytes: Uint8Array): WandbItem => {
  let key = '';
  const nested: string[] = [];
  let value: JsonValue | undefined;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'bytes') key = decodeText(field.value);
    else if (field.number === 2 && field.kind === 'bytes') nested.push(decodeText(field.value));
    else {
      const parsed = parseValue(field);
      // Null is a value, of a setting that is None or NaN.
      if (parsed !== undefined) value = parsed;
    }
  }
  return { key: nested.length > 0 ? nested.join('.') : key, value };
};

const parseValue = (field: WireField): JsonValue | undefined => {
  if (field.kind === 'fixed') return numberValue(decodeFloat(field.value));
  if (field.kind === 'varint') {
    if (field.number === 3) return null;
    return field.number === 4 ? field.value !== 0 : { digits: String(field.value) };
  }
  const text = decodeText(field.value);
  return field.number === 7 ? text : parsePythonJson(text);
};

const numberValue = (value: number): JsonValue =>
  Number.isFinite(value) ? { digits: Object.is(value, -0) ? '-0.0' : String(value) } : String(value);

const parseStats = (bytes: Uint8Array): WandbRecord => {
  const items: WandbItem[] = [];
  let timestampMs: number | null = null;
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 2) timestampMs = parseTimestamp(field.value);
    else if (field.number === 3) items.push(parseItem(field.value));
  }
  return { kind: 'stats', timestampMs, items };
};

/** google.protobuf.Timestamp: seconds and nanoseconds. */
const parseTimestamp = (bytes: Uint8Array): number => {
  let ms = 0;
  for (const field of readFields(bytes)) {
    if (field.kind !== 'varint') continue;
    ms += field.number === 1 ? field.value * 1000 : Math.round(field.value / 1e6);
  }
  return ms;
};

const parseRun = (bytes: Uint8Array): WandbRun => {
  const texts = new Map<number, string>();
  const tags: string[] = [];
  let startedAtMs: number | null = null;
  let config: Changes | null = null;
  let summary: Changes | null = null;
  let git = new Map<number, string>();
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 4) config = parseChanges(field.value);
    else if (field.number === 5) summary = parseChanges(field.value);
    else if (field.number === 10) tags.push(decodeText(field.value));
    else if (field.number === 17) startedAtMs = parseTimestamp(field.value);
    else if (field.number === 21) git = parseTexts(field.value, [1, 2]);
    else if (runTexts.includes(field.number)) texts.set(field.number, decodeText(field.value));
  }
  const text = (number: number) => texts.get(number) ?? '';
  return {
    id: text(1),
    entity: text(2),
    project: text(3),
    group: text(6),
    jobType: text(7),
    displayName: text(8),
    notes: text(9),
    tags,
    sweepId: text(12),
    host: text(13),
    startedAtMs,
    remoteUrl: git.get(1) ?? '',
    commit: git.get(2) ?? '',
    config,
    summary,
  };
};

const runTexts: readonly number[] = [1, 2, 3, 6, 7, 8, 9, 12, 13];

const parseTexts = (bytes: Uint8Array, numbers: readonly number[]): Map<number, string> => {
  const texts = new Map<number, string>();
  for (const field of readFields(bytes)) {
    if (field.kind === 'bytes' && numbers.includes(field.number))
      texts.set(field.number, decodeText(field.value));
  }
  return texts;
};

/** The number in the first field; 0 where it is not there. */
const parseCount = (bytes: Uint8Array): number => {
  for (const field of readFields(bytes))
    if (field.number === 1 && field.kind === 'varint') return field.value;
  return 0;
};

/** What of the environment says how a result came about; addresses of mail and the like stay where they are. */
const environmentTexts: Readonly<Record<number, string>> = {
  1: 'os',
  2: 'python',
  6: 'program',
  12: 'host',
  13: 'user',
  14: 'executable',
  18: 'gpu',
  25: 'cuda',
};
const environmentCounts: Readonly<Record<number, string>> = {
  16: 'cpu_count',
  17: 'cpu_count_logical',
  19: 'gpu_count',
};

const parseEnvironment = (bytes: Uint8Array): [string, string][] => {
  const facts: [string, string][] = [];
  for (const { number, kind, value } of readFields(bytes)) {
    const textName = environmentTexts[number];
    const countName = environmentCounts[number];
    if (kind === 'bytes' && textName !== undefined) facts.push([textName, decodeText(value)]);
    else if (kind === 'varint' && countName !== undefined) facts.push([countName, String(value)]);
    // Messages of one fact that matters: the memory in bytes, the processor's model.
    else if (kind === 'bytes' && number === 21) facts.push(['memory', String(parseCount(value))]);
    else if (kind === 'bytes' && number === 22) facts.push(['cpu', parseTexts(value, [3]).get(3) ?? '']);
  }
  return facts.filter(([, text]) => text !== '' && text !== '0');
};
