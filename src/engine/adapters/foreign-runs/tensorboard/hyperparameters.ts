import type { RunStatus } from '../../../../shared/model/run.ts';
import { decodeFloat, decodeText, readFields } from '../../../core/protobuf/wire-reader.ts';
import { pythonBoolean, pythonFloat } from '../python-text.ts';

/** What the hparams plug-in keeps in the metadata of its summaries: when a session began, with what, how it ended. */
export interface SessionFacts {
  readonly parameters: readonly (readonly [string, string])[];
  readonly group: string;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly status: RunStatus | null;
}

/** By the plug-in's Status: unknown, success, failure, running. */
const statuses: readonly (RunStatus | null)[] = [null, 'finished', 'failed', 'running'];

/** HParamsPluginData. Source: tensorboard/plugins/hparams/plugin_data.proto and api.proto. */
export const parseSession = (bytes: Uint8Array): SessionFacts => {
  let facts: SessionFacts = { parameters: [], group: '', startedAtMs: null, endedAtMs: null, status: null };
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 3) facts = { ...facts, ...parseStart(field.value) };
    else if (field.number === 4) facts = { ...facts, ...parseEnd(field.value) };
  }
  return facts;
};

const parseStart = (bytes: Uint8Array): Pick<SessionFacts, 'parameters' | 'group' | 'startedAtMs'> => {
  const parameters: [string, string][] = [];
  let group = '';
  let startedAtMs: number | null = null;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'bytes') parameters.push(parseParameter(field.value));
    else if (field.number === 4 && field.kind === 'bytes') group = decodeText(field.value);
    else if (field.number === 5 && field.kind === 'fixed') startedAtMs = toMs(field.value);
  }
  return { parameters, group, startedAtMs };
};

const parseEnd = (bytes: Uint8Array): Partial<SessionFacts> => {
  let status: RunStatus | null = null;
  let endedAtMs: number | null = null;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'varint') status = statuses[field.value] ?? null;
    else if (field.number === 2 && field.kind === 'fixed') endedAtMs = toMs(field.value);
  }
  return { status, endedAtMs };
};

const toMs = (seconds: Uint8Array): number | null => Math.round(decodeFloat(seconds) * 1000) || null;

const parseParameter = (bytes: Uint8Array): [string, string] => {
  let key = '';
  let value = '';
  for (const field of readFields(bytes)) {
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) key = decodeText(field.value);
    else if (field.number === 2) value = parseValue(field.value);
  }
  return [key, value];
};

/** google.protobuf.Value: numbers are doubles, so 3 and 3.0 are the same here, and whole ones are taken for integers. */
const parseValue = (bytes: Uint8Array): string => {
  for (const field of readFields(bytes)) {
    if (field.number === 2 && field.kind === 'fixed') return numberText(decodeFloat(field.value));
    if (field.number === 3 && field.kind === 'bytes') return decodeText(field.value);
    if (field.number === 4 && field.kind === 'varint') return pythonBoolean(field.value !== 0);
  }
  return 'null';
};

const numberText = (value: number): string =>
  Number.isSafeInteger(value) ? String(value) : pythonFloat(value);
