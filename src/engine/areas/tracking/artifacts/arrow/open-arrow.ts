import { setImmediate } from 'node:timers/promises';
import { ArrowFormatError } from '../../../../core/artifacts/arrow/arrow-format-error.ts';
import {
  type ArrowMessage,
  type MessagePlace,
  type RecordBatch,
  readFooter,
  readMessage,
} from '../../../../core/artifacts/arrow/arrow-messages.ts';
import type { ArrowField } from '../../../../core/artifacts/arrow/arrow-schema.ts';
import { byteText } from '../../../../core/artifacts/byte-text.ts';
import type { WorkContext } from '../../../../ports/data-engine.ts';
import type { ByteSource } from '../byte-source.ts';

/** Parts of a dictionary, which grows by parts that are added to it. */
export type Dictionaries = ReadonlyMap<number, readonly PlacedBatch[]>;

/** A batch and where its body begins. */
export interface PlacedBatch {
  readonly batch: RecordBatch;
  readonly bodyOffset: number;
}

/** Where the rows of a batch are; what it says of its buffers is read again when they are wanted. */
export interface BatchPlace {
  readonly place: MessagePlace;
  readonly firstRow: number;
  readonly rowCount: number;
  /** Those that hold for its rows: in a stream they may change. */
  readonly dictionaries: Dictionaries;
}

export interface ArrowTable {
  readonly fields: readonly ArrowField[];
  readonly batches: readonly BatchPlace[];
  readonly rowCount: number;
  /** The file breaks off behind these rows. */
  readonly isCut: boolean;
}

const magic = 'ARROW1';
/** Metadata of a batch is 32 bytes a column; of a schema some hundred. */
const longestMetadata = 16 * 2 ** 20;
const longestFooter = 64 * 2 ** 20;
const perPause = 256;

/** Opens a table in Arrow’s file or stream format by what is said of its batches; no values are read. */
export const openArrow = async (source: ByteSource, context: WorkContext): Promise<ArrowTable> => {
  const isFile = byteText(await source.read(0, magic.length)) === magic;
  if (!isFile) return openStream(source, 0, context);
  const places = await footerOf(source);
  // Without its end a file is read as the stream that it is from its beginning on.
  return places === null
    ? { ...(await openStream(source, 8, context)), isCut: true }
    : openFile(source, places, context);
};

/** null when the file has no end that says what is in it. */
const footerOf = async (source: ByteSource) => {
  const tailBytes = 4 + magic.length;
  const tail = await source.read(Math.max(0, source.sizeBytes - tailBytes), tailBytes);
  if (tail.length < tailBytes || byteText(tail.subarray(4)) !== magic) return null;
  const length = int(tail, 0);
  if (length <= 0 || length > longestFooter || length > source.sizeBytes - tailBytes - 8)
    throw new ArrowFormatError('its end is damaged');
  return readFooter(await source.read(source.sizeBytes - tailBytes - length, length));
};

const openFile = async (
  source: ByteSource,
  { fields, dictionaries: dictionaryPlaces, batches: batchPlaces }: ReturnType<typeof readFooter>,
  { signal, progress }: WorkContext,
): Promise<ArrowTable> => {
  // Places that overlap would have the same bytes read again and again.
  const listedBytes = [...dictionaryPlaces, ...batchPlaces].reduce(
    (sum, { metadataBytes }) => sum + Math.max(0, metadataBytes),
    0,
  );
  if (listedBytes > source.sizeBytes) throw new ArrowFormatError('its end lists more than there is in it');
  const dictionaries = new Map<number, readonly PlacedBatch[]>();
  for (const place of dictionaryPlaces) addDictionary(dictionaries, await readAt(source, place), place);
  const rows = createRowCounter();
  for (const [index, place] of batchPlaces.entries()) {
    const message = await readAt(source, place);
    if (message.kind !== 'batch') throw new ArrowFormatError('its end points to rows where there are none');
    rows.add(place, message.batch, dictionaries);
    if (index % perPause === 0) {
      signal?.throwIfAborted();
      progress?.({ phase: 'Reading batches', completed: index, total: batchPlaces.length });
      await setImmediate();
    }
  }
  return { ...rows.table(fields), isCut: false };
};

const openStream = async (
  source: ByteSource,
  start: number,
  { signal, progress }: WorkContext,
): Promise<ArrowTable> => {
  let fields: readonly ArrowField[] | null = null;
  let dictionaries = new Map<number, readonly PlacedBatch[]>();
  const rows = createRowCounter();
  let at = start;
  let isCut = false;
  for (let index = 0; ; index += 1) {
    const next = await messageAt(source, at);
    if (next === null) break;
    const { message, place } = next;
    at = place.offset + place.metadataBytes + place.bodyBytes;
    isCut = at > source.sizeBytes;
    if (isCut) break;
    if (message.kind === 'schema') fields = message.fields;
    else if (message.kind === 'batch') rows.add(place, message.batch, dictionaries);
    else if (message.kind === 'dictionary') {
      // Batches before it keep the dictionaries they were written with.
      dictionaries = new Map(dictionaries);
      addDictionary(dictionaries, message, place);
    }
    if (index % perPause === 0) {
      signal?.throwIfAborted();
      progress?.({ phase: 'Reading batches', completed: at, total: source.sizeBytes });
      await setImmediate();
    }
  }
  if (fields === null) throw new ArrowFormatError('it breaks off before it says which columns it has');
  return { ...rows.table(fields), isCut };
};

const createRowCounter = () => {
  const batches: BatchPlace[] = [];
  let rowCount = 0;
  return {
    add: (place: MessagePlace, batch: RecordBatch, dictionaries: Dictionaries) => {
      batches.push({ place, firstRow: rowCount, rowCount: batch.rowCount, dictionaries });
      rowCount += batch.rowCount;
      if (!Number.isSafeInteger(rowCount))
        throw new ArrowFormatError('it states an impossible number of rows');
    },
    table: (fields: readonly ArrowField[]) => ({ fields, batches, rowCount }),
  };
};

const addDictionary = (
  dictionaries: Map<number, readonly PlacedBatch[]>,
  message: ArrowMessage,
  { offset, metadataBytes }: MessagePlace,
): void => {
  if (message.kind !== 'dictionary')
    throw new ArrowFormatError('its end points to a dictionary where there is none');
  const { id, isDelta, batch } = message;
  const part = { batch, bodyOffset: offset + metadataBytes };
  dictionaries.set(id, isDelta ? [...(dictionaries.get(id) ?? []), part] : [part]);
};

/** The batch whose place is known. */
export const readBatchAt = async (source: ByteSource, place: MessagePlace): Promise<PlacedBatch> => {
  const message = await readAt(source, place);
  if (message.kind !== 'batch') throw new ArrowFormatError('it changed while it was read');
  return { batch: message.batch, bodyOffset: place.offset + place.metadataBytes };
};

const readAt = async (source: ByteSource, { offset, metadataBytes }: MessagePlace): Promise<ArrowMessage> => {
  const next = await messageAt(source, offset);
  if (next === null || next.place.metadataBytes !== metadataBytes)
    throw new ArrowFormatError('its end points to where nothing begins');
  return next.message;
};

/** The message that begins at a place; null where the stream ends there. Older writers left out the mark before the length. */
const messageAt = async (
  source: ByteSource,
  offset: number,
): Promise<{ message: ArrowMessage; place: MessagePlace } | null> => {
  if (offset < 0) throw new ArrowFormatError('its end points to where nothing begins');
  const start = await source.read(offset, 8);
  if (start.length < 4) return null;
  const isMarked = int(start, 0) === -1;
  if (isMarked && start.length < 8) return null;
  const prefixBytes = isMarked ? 8 : 4;
  const length = int(start, prefixBytes - 4);
  if (length === 0) return null;
  if (length < 0 || length > longestMetadata) throw new ArrowFormatError('a part of it is damaged');
  const bytes = await source.read(offset + prefixBytes, length);
  if (bytes.length < length) return null;
  const message = readMessage(bytes);
  return {
    message,
    place: { offset, metadataBytes: prefixBytes + length, bodyBytes: message.bodyBytes },
  };
};

const int = (bytes: Uint8Array, offset: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getInt32(offset, true);
