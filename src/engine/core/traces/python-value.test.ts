import { describe, expect, it } from 'vitest';
import { pythonValueText, readPythonValue } from './python-value.ts';
import { readMlflowSpan, readSpanText } from './read-mlflow-span.ts';
import { readOtlpSpans } from './read-otlp.ts';
import { spanInFile } from './span-in-file.ts';
import { writeOtlpSpans } from './write-otlp.ts';

describe('JSON of Python', () => {
  it.each([
    ['9223372036854775807', { int_value: '9223372036854775807' }],
    ['-9007199254740993', { int_value: '-9007199254740993' }],
    ['9223372036854775808', { double_value: 9223372036854776000 }],
    ['1.0', { double_value: 1 }],
    ['-0', { int_value: '0' }],
    ['1e400', { double_value: 'Infinity' }],
    ['NaN', { double_value: 'NaN' }],
    [' [ -Infinity , null ] ', { array_value: { values: [{ double_value: '-Infinity' }, {}] } }],
    ['""', { string_value: '' }],
    ['"\\\\\\"\\ud83c\\udf89\\n"', { string_value: '\\"🎉\n' }],
    [
      '{"__proto__": {}}',
      { kvlist_value: { values: [{ key: '__proto__', value: { kvlist_value: { values: [] } } }] } },
    ],
  ])('is read as it is: %s', (text, value) => {
    expect(readPythonValue(text)).toEqual(value);
    expect(readPythonValue(pythonValueText(readPythonValue(text)))).toEqual(value);
  });

  it.each(['', '{', '[1,]', '{"a" 1}', '"a', '"a\n"', '01', 'nan', 'toString', '1 2', '"\\x"'])(
    'is refused where it is none: %s',
    (text) => {
      expect(() => readPythonValue(text)).toThrow(SyntaxError);
    },
  );

  it('is refused where it is too deep, and takes no stack', () => {
    expect(() => readPythonValue('['.repeat(1_000_000))).toThrow(RangeError);
  });
});

const span = `{"trace_id": "ASNFZ4mrze8BI0VniavN7w==", "span_id": "AQIDBAUGBwg=", "parent_span_id": "AAAAAAAAAAE=", "name": "größe", "kind": "SPAN_KIND_CLIENT",
  "start_time_unix_nano": 1744298640123456789, "end_time_unix_nano": 1744298640123456790,
  "events": [{"name": "said", "time_unix_nano": 1744298640123456789, "attributes": {"text": "\\"3\\"", "n": 3, "list": [1.0, "a"]}}],
  "status": {"code": "STATUS_CODE_ERROR", "message": "no"},
  "attributes": {"mlflow.spanInputs": "{\\"n\\": 9007199254740993, \\"one\\": 1.0, \\"none\\": null, \\"no\\": NaN}", "plain": "no JSON"},
  "links": [{"trace_id": "tr-00000000000000000000000000000001", "span_id": "0000000000000002", "attributes": null}]}`;

describe('a span of MLflow', () => {
  it('is the same after it was written to a file, and after it was sent', () => {
    const read = readMlflowSpan(readSpanText(span), 'tr-0123456789abcdef0123456789abcdef');
    expect(read).toMatchObject({
      ...{
        traceId: '0123456789abcdef0123456789abcdef',
        id: '0102030405060708',
        parentId: '0000000000000001',
      },
      ...{ startNs: 1744298640123456789n, endNs: 1744298640123456790n, status: 'error' },
    });
    expect(read.attributes.get('plain')).toBe('no JSON');
    expect(read.document.kind).toBe('SPAN_KIND_CLIENT');
    expect(readMlflowSpan(readSpanText(spanInFile(read.document)), '')).toEqual(read);
    expect(readOtlpSpans(writeOtlpSpans([read]))).toEqual([read]);
  });

  it.each([
    ['of 3.5.0', '"tr-0123456789abcdef0123456789abcdef"', '"0102030405060708"'],
    ['that does not say which trace it is of', 'null', '"AQIDBAUGBwg="'],
  ])('%s has the identifiers that others have', (_name, trace, id) => {
    const text = `{"trace_id": ${trace}, "span_id": ${id}, "parent_span_id": null, "name": "a", "start_time_unix_nano": 1, "status": {"code": "OK"}}`;
    expect(readMlflowSpan(readSpanText(text), 'tr-0123456789abcdef0123456789abcdef')).toMatchObject({
      ...{ traceId: '0123456789abcdef0123456789abcdef', id: '0102030405060708', parentId: null },
      ...{ status: 'ok', endNs: null },
    });
  });
});
