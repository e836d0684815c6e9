import { ArrowFormatError } from './arrow-format-error.ts';
import { type ArrowField, readSchema } from './arrow-schema.ts';
import { type FlatTable, rootTable } from './flat-table.ts';

/** A part of a batch’s body, from the body’s beginning. */
export interface BufferPlace {
  readonly offset: number;
  readonly length: number;
}

/** Values of all columns for some rows: how many there are, and where in the body they lie. */
export interface RecordBatch {
  readonly rowCount: number;
  readonly nodes: readonly { readonly length: number; readonly nullCount: number }[];
  readonly buffers: readonly BufferPlace[];
  readonly compression: 'lz4' | 'zstd' | null;
  /** How many buffers of long values each column of views has. */
  readonly variadicCounts: readonly number[];
}

export type ArrowMessage = { readonly bodyBytes: number } & (
  | { readonly kind: 'schema'; readonly fields: readonly ArrowField[] }
  | { readonly kind: 'batch'; readonly batch: RecordBatch }
  | {
      readonly kind: 'dictionary';
      readonly id: number;
      readonly isDelta: boolean;
      readonly batch: RecordBatch;
    }
  | { readonly kind: 'other' }
);

/** Reads what stands before a body. Source: https://github.com/apache/arrow/blob/main/format/Message.fbs */
export const readMessage = (bytes: Uint8Array): ArrowMessage => {
  const message = rootTable(bytes);
  const bodyBytes = message.long(3);
  const header = message.table(2);
  if (header === null || bodyBytes < 0) throw new ArrowFormatError('a part of it is damaged');
  // The third version added what is read here; the fourth is of 2016.
  if (message.short(0) < 3) throw new ArrowFormatError('it was written by a version of Arrow before 0.8');
  switch (message.byte(1)) {
    case 1:
      return { kind: 'schema', bodyBytes, fields: readSchema(header) };
    case 2: {
      const batch = header.table(1);
      if (batch === null) throw new ArrowFormatError('a dictionary of it holds nothing');
      return {
        ...{ kind: 'dictionary', bodyBytes, id: header.long(0), isDelta: header.bool(2) },
        batch: readBatch(batch),
      };
    }
    case 3:
      return { kind: 'batch', bodyBytes, batch: readBatch(header) };
    default:
      return { kind: 'other', bodyBytes };
  }
};

const readBatch = (batch: FlatTable): RecordBatch => {
  const rowCount = batch.long(0);
  const nodes = batch.structs(1, 16, (node) => ({ length: node.long(0), nullCount: node.long(8) }));
  const buffers = batch.structs(2, 16, (buffer) => ({ offset: buffer.long(0), length: buffer.long(8) }));
  const compression = batch.table(3);
  if (rowCount < 0 || buffers.some(({ offset, length }) => offset < 0 || length < 0))
    throw new ArrowFormatError('a batch of it states a negative size');
  return {
    ...{ rowCount, nodes, buffers },
    compression: compression === null ? null : codecOf(compression.byte(0)),
    variadicCounts: batch.longs(4),
  };
};

const codecOf = (number: number): 'lz4' | 'zstd' => {
  if (number === 0) return 'lz4';
  if (number === 1) return 'zstd';
  throw new ArrowFormatError(`it is compressed with the unknown method ${number}`);
};

/** Where a message lies in a file: its metadata, and its body behind that. */
export interface MessagePlace {
  readonly offset: number;
  readonly metadataBytes: number;
  readonly bodyBytes: number;
}

export interface ArrowFooter {
  readonly fields: readonly ArrowField[];
  readonly dictionaries: readonly MessagePlace[];
  readonly batches: readonly MessagePlace[];
}

/** What stands at the end of a file. Source: https://github.com/apache/arrow/blob/main/format/File.fbs */
export const readFooter = (bytes: Uint8Array): ArrowFooter => {
  const footer = rootTable(bytes);
  const schema = footer.table(1);
  if (schema === null) throw new ArrowFormatError('its end does not say which columns it has');
  const places = (field: number): MessagePlace[] =>
    footer.structs(field, 24, (block) => ({
      offset: block.long(0),
      metadataBytes: block.int(8),
      bodyBytes: block.long(16),
    }));
  return { fields: readSchema(schema), dictionaries: places(2), batches: places(3) };
};
