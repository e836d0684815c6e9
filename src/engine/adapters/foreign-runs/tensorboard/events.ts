import { decodeFloat, decodeText, readFields } from '../../../core/protobuf/wire-reader.ts';
import { parseTensor, type Tensor } from './tensors.ts';

/**
 * Events and summaries as TensorBoard's programs write them. Field numbers: tensorboard/compat/proto/event.proto and summary.proto.
 */
export interface Event {
  readonly wallTimeMs: number;
  readonly step: number;
  readonly values: readonly SummaryValue[];
  /** Something besides summaries: its name. */
  readonly other: string | null;
}

export interface SummaryValue {
  readonly tag: string;
  /** Of the plug-in that shows it; '' where only the first value of a tag says it. */
  readonly plugin: string;
  readonly pluginContent: Uint8Array;
  readonly content:
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'image'; readonly bytes: Uint8Array }
    | { readonly kind: 'tensor'; readonly tensor: Tensor }
    | { readonly kind: 'histogram' | 'audio' | 'none' };
}

const otherFields: Readonly<Record<number, string>> = {
  4: 'graph',
  6: 'log message',
  7: 'session log',
  8: 'run metadata',
  9: 'meta graph',
};

export const parseEvent = (bytes: Uint8Array): Event => {
  let wallTimeMs = 0;
  let step = 0;
  let other: string | null = null;
  const values: SummaryValue[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'fixed')
      wallTimeMs = Math.round(decodeFloat(field.value) * 1000);
    else if (field.number === 2 && field.kind === 'varint') step = field.value;
    else if (field.number === 5 && field.kind === 'bytes') values.push(...parseSummary(field.value));
    else if (field.kind === 'bytes') other = otherFields[field.number] ?? other;
  }
  return { wallTimeMs, step, values, other };
};

function* parseSummary(bytes: Uint8Array): Generator<SummaryValue> {
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'bytes') yield parseSummaryValue(field.value);
  }
}

const nothing: Uint8Array = new Uint8Array(0);

const parseSummaryValue = (bytes: Uint8Array): SummaryValue => {
  let tag = '';
  let plugin: { name: string; content: Uint8Array } = { name: '', content: nothing };
  let content: SummaryValue['content'] = { kind: 'none' };
  for (const field of readFields(bytes)) {
    if (field.number === 2 && field.kind === 'fixed')
      content = { kind: 'number', value: decodeFloat(field.value) };
    if (field.kind !== 'bytes') continue;
    if (field.number === 1) tag = decodeText(field.value);
    else if (field.number === 4) content = { kind: 'image', bytes: encodedImage(field.value) };
    else if (field.number === 3 || field.number === 5) content = { kind: 'histogram' };
    else if (field.number === 6) content = { kind: 'audio' };
    else if (field.number === 8) content = { kind: 'tensor', tensor: parseTensor(field.value) };
    else if (field.number === 9) plugin = parseMetadata(field.value);
  }
  return { tag, plugin: plugin.name, pluginContent: plugin.content, content };
};

const encodedImage = (bytes: Uint8Array): Uint8Array => {
  for (const field of readFields(bytes)) if (field.number === 4 && field.kind === 'bytes') return field.value;
  return nothing;
};

const parseMetadata = (bytes: Uint8Array): { name: string; content: Uint8Array } => {
  let name = '';
  let content: Uint8Array = nothing;
  for (const field of readFields(bytes)) {
    if (field.number !== 1 || field.kind !== 'bytes') continue;
    for (const inner of readFields(field.value)) {
      if (inner.kind !== 'bytes') continue;
      if (inner.number === 1) name = decodeText(inner.value);
      else if (inner.number === 2) content = inner.value;
    }
  }
  return { name, content };
};
