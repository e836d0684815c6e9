import { describe, expect, it } from 'vitest';
import { anyText, fixed64, otlpRequest, testTraceId } from '../../../../test/support/otlp-request.ts';
import { createMessageWriter } from '../onnx/wire-writer.ts';
import { readOtlpSpans } from './read-otlp.ts';

const id = '0102030405060708';

describe('an export request', () => {
  it('is spans, each as it is sent and as MLflow’s clients read it', () => {
    const [span] = readOtlpSpans(
      otlpRequest([{ id, parentId: 'ffffffffffffffff', name: 'f', startMs: 1, endMs: 2, status: 2 }]),
    );
    expect(span).toMatchObject({
      traceId: testTraceId,
      id,
      parentId: 'ffffffffffffffff',
      name: 'f',
      status: 'error',
      startNs: 1_000_000n,
      endNs: 2_000_000n,
    });
    expect(span?.document).toEqual({
      trace_id: 'ASNFZ4mrze8BI0VniavN7w==',
      span_id: 'AQIDBAUGBwg=',
      parent_span_id: '//////////8=',
      name: 'f',
      start_time_unix_nano: '1000000',
      end_time_unix_nano: '2000000',
      attributes: [],
      status: { code: 'STATUS_CODE_ERROR' },
    });
  });

  const message = (write: (writer: ReturnType<typeof createMessageWriter>) => void): Uint8Array => {
    const writer = createMessageWriter();
    write(writer);
    return writer.finish();
  };
  const list = message((writer) =>
    writer.message(5, (array) => {
      array.bytes(1, anyText('a'));
      array.message(1, (value) => value.varint(3, 7));
    }),
  );
  const map = message((writer) =>
    writer.message(6, (pairs) =>
      pairs.message(1, (pair) => {
        pair.text(1, 'k');
        pair.bytes(2, list);
      }),
    ),
  );

  it.each([
    ['text', anyText('ü'), { string_value: 'ü' }, 'ü'],
    ['a flag', message((writer) => writer.varint(2, 1)), { bool_value: true }, true],
    ['a number', message((writer) => writer.varint(3, -5)), { int_value: '-5' }, -5],
    ['a double', fixed64(4, (view) => view.setFloat64(0, 0.5, true)), { double_value: 0.5 }, 0.5],
    ['NaN', fixed64(4, (view) => view.setFloat64(0, Number.NaN, true)), { double_value: 'NaN' }, 'NaN'],
    ['a list', list, { array_value: { values: [{ string_value: 'a' }, { int_value: '7' }] } }, ['a', 7]],
    ['a map', map, expect.objectContaining({ kvlist_value: expect.anything() }), { k: ['a', 7] }],
    ['bytes', message((writer) => writer.bytes(7, new Uint8Array([1]))), { bytes_value: 'AQ==' }, 'AQ=='],
    ['nothing', new Uint8Array(), {}, null],
  ])('holds %s', (_name, value, document, plain) => {
    const [span] = readOtlpSpans(otlpRequest([{ id, attributes: { v: value } }]));
    expect(span?.document.attributes).toEqual([{ key: 'v', value: document }]);
    expect(span?.attributes.get('v')).toEqual(plain);
  });

  it('is refused when it is none, or made to exhaust the stack', () => {
    expect(() => readOtlpSpans(Buffer.from('no protocol buffers'))).toThrow();
    expect(() => readOtlpSpans(otlpRequest([{ id: '01' }]))).toThrow(RangeError);
    let deep: Uint8Array = anyText('a');
    for (let depth = 0; depth < 100; depth += 1) {
      const inner = deep;
      deep = message((writer) => writer.message(5, (array) => array.bytes(1, inner)));
    }
    expect(() => readOtlpSpans(otlpRequest([{ id, attributes: { v: deep } }]))).toThrow('too deep');
  });
});
