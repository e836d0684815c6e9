import { decodeText, readFields, type WireField } from './wire-reader.ts';

/** The small messages that headers and graphs of ONNX files are made of. */

export interface OnnxHeaderValue {
  readonly name: string;
  /** Of a tensor: 'float', 'string' …; 'unknown' for a type newer than this list; otherwise 'sequence', 'map', 'optional' or 'sparse'. */
  readonly type: string;
  /** A number is fixed, a text the name of a dynamic dimension, null an unnamed one; null as a whole is any shape. */
  readonly shape: readonly (number | string | null)[] | null;
}

/** TensorProto.DataType by number. */
export const tensorTypes =
  'unknown float uint8 int8 uint16 int16 int32 int64 string bool float16 double uint32 uint64 complex64 complex128 bfloat16'.split(
    ' ',
  );

/** The fields that hold a message or a text, by field number. */
export function* byteFields(bytes: Uint8Array): Generator<{ number: number; value: Uint8Array }> {
  for (const field of readFields(bytes)) if (field.kind === 'bytes') yield field;
}

export function readOpset(bytes: Uint8Array): { domain: string; version: number } {
  let domain = '';
  let version = 0;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'bytes') domain = decodeText(field.value);
    if (field.number === 2 && field.kind === 'varint') version = field.value;
  }
  return { domain: domain === 'ai.onnx' ? '' : domain, version };
}

/** A StringStringEntryProto. */
export function readEntry(bytes: Uint8Array): [string, string] {
  let key = '';
  let text = '';
  for (const { number, value } of byteFields(bytes)) {
    if (number === 1) key = decodeText(value);
    if (number === 2) text = decodeText(value);
  }
  return [key, text];
}

const otherTypes: Readonly<Record<number, string>> = { 4: 'sequence', 5: 'map', 8: 'sparse', 9: 'optional' };

export function readValue(bytes: Uint8Array): OnnxHeaderValue {
  let name = '';
  let type: Omit<OnnxHeaderValue, 'name'> = { type: 'unknown', shape: null };
  for (const { number, value } of byteFields(bytes)) {
    if (number === 1) name = decodeText(value);
    if (number === 2) type = readType(value);
  }
  return { name, ...type };
}

function readType(bytes: Uint8Array): Omit<OnnxHeaderValue, 'name'> {
  for (const { number, value } of byteFields(bytes)) {
    if (number === 1) return readTensorType(value);
    const other = otherTypes[number];
    if (other !== undefined) return { type: other, shape: null };
  }
  return { type: 'unknown', shape: null };
}

function readTensorType(bytes: Uint8Array): Omit<OnnxHeaderValue, 'name'> {
  let type = 'unknown';
  let shape: OnnxHeaderValue['shape'] = null;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.kind === 'varint') type = tensorTypes[field.value] ?? 'unknown';
    if (field.number === 2 && field.kind === 'bytes') shape = readShape(field.value);
  }
  return { type, shape };
}

function readShape(bytes: Uint8Array): (number | string | null)[] {
  return [...byteFields(bytes)]
    .filter(({ number }) => number === 1)
    .map(({ value }) => readDimension(readFields(value)));
}

function readDimension(fields: Iterable<WireField>): number | string | null {
  let dimension: number | string | null = null;
  for (const field of fields) {
    if (field.number === 1 && field.kind === 'varint' && field.value >= 0) dimension = field.value;
    if (field.number === 2 && field.kind === 'bytes' && field.value.length > 0)
      dimension = decodeText(field.value);
  }
  return dimension;
}
