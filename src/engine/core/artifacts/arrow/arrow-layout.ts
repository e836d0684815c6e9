import { ArrowFormatError } from './arrow-format-error.ts';
import type { BufferPlace, RecordBatch } from './arrow-messages.ts';
import type { ArrowField } from './arrow-schema.ts';
import type { ArrowType } from './arrow-types.ts';

/** A column of a batch, with where its values lie. */
export interface ArrowColumn {
  readonly field: ArrowField;
  /** Of what lies in the buffers: the indices, where there is a dictionary. */
  readonly type: ArrowType;
  readonly length: number;
  /** One bit for each value; null where all are there. */
  readonly validity: BufferPlace | null;
  readonly buffers: readonly BufferPlace[];
  readonly children: readonly ArrowColumn[];
}

/**
 * Gives each column its nodes and buffers, which a batch lists for all columns in one row, those inside a column behind it. Errors:
 * `ArrowFormatError` when they do not add up. Source: https://arrow.apache.org/docs/format/Columnar.html#recordbatch-message
 */
export const layoutColumns = (fields: readonly ArrowField[], batch: RecordBatch): ArrowColumn[] => {
  let node = 0;
  let buffer = 0;
  let variadic = 0;

  const takeBuffer = (): BufferPlace => {
    const place = batch.buffers[buffer];
    if (place === undefined) throw new ArrowFormatError('a batch of it has too few parts for its columns');
    buffer += 1;
    return place;
  };
  const takeBuffers = (count: number): BufferPlace[] => {
    if (count > batch.buffers.length - buffer)
      throw new ArrowFormatError('a batch of it has too few parts for its columns');
    return Array.from({ length: count }, takeBuffer);
  };
  const dataBuffers = (type: ArrowType): BufferPlace[] => {
    if (type.kind === 'unread') return takeBuffers(type.bufferCount);
    if (type.kind !== 'utf8-view' && type.kind !== 'binary-view') return takeBuffers(dataBufferCount(type));
    const longValues = batch.variadicCounts[variadic] ?? 0;
    variadic += 1;
    return takeBuffers(1 + longValues);
  };
  const columnOf = (field: ArrowField): ArrowColumn => {
    const found = batch.nodes[node];
    if (found === undefined) throw new ArrowFormatError('a batch of it has fewer columns than the table');
    node += 1;
    const type = field.dictionary?.indices ?? field.type;
    const validity = hasValidity(type) ? takeBuffer() : null;
    const buffers = dataBuffers(type);
    return {
      ...{ field, type, buffers, length: found.length },
      validity: found.nullCount === 0 || validity?.length === 0 ? null : validity,
      children: field.dictionary === null ? field.children.map(columnOf) : [],
    };
  };
  return fields.map(columnOf);
};

const hasValidity = (type: ArrowType): boolean =>
  type.kind === 'unread' ? type.hasValidity : type.kind !== 'null';

/** Behind the bits that say which values are there. */
const dataBufferCount = ({ kind }: ArrowType): number => {
  switch (kind) {
    case 'null':
    case 'struct':
    case 'fixed-list':
      return 0;
    case 'utf8':
    case 'large-utf8':
    case 'binary':
    case 'large-binary':
      return 2;
    default:
      return 1;
  }
};
