import type { File, Module } from 'h5wasm';
import { EngineError } from '../../../shared/errors.ts';
import type { ArrayValue, Hdf5Listing, Hdf5Object } from '../../../shared/model/artifact-content.ts';
import { Hdf5FormatError } from '../../core/artifacts/hdf5-format-error.ts';
import type { Hdf5Attribute, Hdf5Block, Hdf5Dataset, Hdf5File, Hdf5Reader } from '../../ports/hdf5-reader.ts';
import { showFile } from './file-in-wasm.ts';
import { asCell, type Hdf5Type, type Heap, hdf5TypeOf, typeClass, untilZero, viewOf } from './hdf5-types.ts';

type Hdf5Module = typeof Module;
type Metadata = ReturnType<Hdf5Module['get_dataset_metadata']>;

/** What is stored together is unpacked together, whichever of its values are shown. */
const largestChunk = 64 * 2 ** 20;
const largestBlock = 64 * 2 ** 20;
/** Of an attribute with more values the first are not read either: HDF5 reads attributes whole. */
const largestAttribute = 2 ** 20;
const mostAttributes = 200;
const deepestGroup = 32;

/**
 * Reads HDF5 with the HDF Group's own library, compiled to WebAssembly: it has its own memory and sees one file. `onBroken`: a file made
 * the library fail in its own code, after which nothing that it says can be trusted; only a new process gets a new one.
 */
export const createHdf5Reader = ({ onBroken }: { onBroken: () => void }): Hdf5Reader => {
  // 4 MB of code, for who looks at such a file.
  let loading: Promise<{ library: Hdf5Module; File: typeof File }> | undefined;
  const load = async () => {
    const { ready, File: Hdf5FileClass } = await import('h5wasm');
    const library = await ready;
    library.activate_throwing_error_handler();
    return { library, File: Hdf5FileClass };
  };

  return {
    async withFile(part, work) {
      loading ??= load();
      const { library, File: Hdf5FileClass } = await loading;
      const { name, hide } = showFile(library, part);
      try {
        const file = attempt(() => new Hdf5FileClass(name, 'r'));
        try {
          return await work(openFile(library, file));
        } finally {
          attempt(() => file.close());
        }
      } catch (thrown) {
        if (isBreakdown(thrown)) onBroken();
        throw thrown;
      } finally {
        hide();
      }
    },
  };
};

/** What WebAssembly throws for an address that is none, and Emscripten when it gives up. */
const isBreakdown = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  (thrown.name === 'RuntimeError' || (thrown.cause instanceof Error && thrown.cause.name === 'RuntimeError'));

/** Runs a call of the library, whose own messages name its source files. */
const attempt = <Result>(call: () => Result): Result => {
  try {
    return call();
  } catch (thrown) {
    if (thrown instanceof EngineError || thrown instanceof Hdf5FormatError) throw thrown;
    const reason = reasonOf(thrown instanceof Error ? thrown.message : String(thrown));
    throw new Hdf5FormatError(reason, { cause: thrown });
  }
};

/** The innermost of the lines `#003: …/src/H5Z.c line 1455 in H5Z_pipeline(): required filter 'blosc' is not registered`. */
const reasonOf = (message: string): string => {
  const reasons = [...message.matchAll(/line \d+ in \w+\(\): (.*)/g)].map(([, reason]) => reason!);
  const missing = /required filter '?([^']*)'? is not registered/.exec(message)?.[1];
  if (missing !== undefined) return `its values are packed with ${missing}, which is not read`;
  return `it is damaged or breaks off (${(reasons.at(-1) ?? message.split('\n')[0] ?? '').slice(0, 200)})`;
};

const openFile = (library: Hdf5Module, file: File): Hdf5File => {
  const id = file.file_id;
  const heap: Heap = {
    bytes: (address, length) => library.HEAPU8.subarray(address, address + length),
    textAt: (address, longest) =>
      address === 0
        ? ''
        : new TextDecoder('utf-8').decode(untilZero(library.HEAPU8.subarray(address, address + longest))),
  };

  const kindOf = (name: string): Hdf5Object['kind'] | null => {
    const kind = library.get_type(id, name);
    if (kind === library.H5G_GROUP) return 'group';
    if (kind === library.H5G_DATASET) return 'dataset';
    if (kind === library.H5G_TYPE) return 'type';
    return kind === library.H5G_LINK || kind === library.H5G_UDLINK ? 'link' : null;
  };

  const known = (name: string): Hdf5Object['kind'] => {
    const kind = attempt(() => kindOf(name));
    if (kind === null) throw new EngineError('not-found', `There is no “${name}” in the file.`);
    return kind;
  };

  const metadataOf = (name: string): Metadata => attempt(() => library.get_dataset_metadata(id, name));

  const list = (limit: number): Hdf5Listing => {
    const objects: Hdf5Object[] = [];
    // Groups may hold each other; where an object lies in the file tells it from all others.
    const seen = new Map<string, string>();
    const add = (name: string, depth: number): void => {
      if (objects.length >= limit) return;
      const kind = kindOf(name);
      if (kind === null) return;
      const plain = { path: name, kind, shape: null, typeName: null, sizeBytes: null, target: null };
      if (kind === 'link') {
        objects.push({ ...plain, target: targetOf(library, id, name) });
        return;
      }
      const place = String(library.create_object_reference(id, name));
      const first = seen.get(place);
      if (first !== undefined) {
        objects.push({ ...plain, kind: 'link', target: first });
        return;
      }
      seen.set(place, name);
      if (kind === 'dataset') {
        const metadata = library.get_dataset_metadata(id, name);
        objects.push({
          ...{ ...plain, shape: metadata.shape, typeName: hdf5TypeOf(metadata, heap).name },
          sizeBytes: metadata.total_size * metadata.size,
        });
        return;
      }
      objects.push(plain);
      if (kind !== 'group' || depth >= deepestGroup) return;
      for (const child of library.get_names(id, name, false))
        add(name === '/' ? `/${child}` : `${name}/${child}`, depth + 1);
    };
    attempt(() => add('/', 0));
    return { objects, isCut: objects.length >= limit };
  };

  const describe = (name: string): Hdf5Dataset | null => {
    if (known(name) !== 'dataset') return null;
    const metadata = metadataOf(name);
    const type = hdf5TypeOf(metadata, heap);
    return {
      ...{ typeName: type.name, shape: metadata.shape, chunks: metadata.chunks, itemBytes: metadata.size },
      filters: attempt(() => library.get_dataset_filters(id, name)).map(
        (filter) => filter.name || `filter ${filter.id}`,
      ),
      isNumeric: type.isNumeric,
      refusal: refusalOf(metadata, type),
    };
  };

  /** Gives the bytes of a block to `read` while they are in the library's memory. */
  const withBlock = <Result>(
    name: string,
    { start, count }: Hdf5Block,
    read: (view: DataView, metadata: Metadata, type: Hdf5Type, valueCount: number) => Result,
  ): Result => {
    const metadata = metadataOf(name);
    const type = hdf5TypeOf(metadata, heap);
    const refusal = refusalOf(metadata, type);
    if (refusal !== null) throw new EngineError('invalid-input', refusal);
    const valueCount = count.reduce((product, size) => product * size, 1);
    const sizeBytes = valueCount * metadata.size;
    if (sizeBytes > largestBlock)
      throw new EngineError('invalid-input', `${name}: at most 64 MiB of values are read at once.`);
    if (metadata.shape === null || valueCount === 0)
      return read(new DataView(new ArrayBuffer(0)), metadata, type, 0);
    return attempt(() => {
      const address = emptyMemory(library, sizeBytes);
      const whole = (sizes: readonly number[]) => sizes.map(BigInt);
      const isScalar = metadata.shape?.length === 0;
      try {
        library.get_dataset_data(
          id,
          name,
          isScalar ? null : whole(count),
          isScalar ? null : whole(start),
          isScalar ? null : count.map(() => 1n),
          BigInt(address),
        );
        return read(
          viewOf(library.HEAPU8.subarray(address, address + sizeBytes)),
          metadata,
          type,
          valueCount,
        );
      } finally {
        if (holdsPointers(metadata))
          library.reclaim_vlen_memory_count(id, name, '', BigInt(address), whole(count));
        library._free(address);
      }
    });
  };

  const attribute = (object: string, name: string): Hdf5Attribute => {
    const metadata = library.get_attribute_metadata(id, object, name);
    const type = hdf5TypeOf(metadata, heap);
    const sizeBytes = metadata.size * metadata.total_size;
    const said = (value: string): Hdf5Attribute => ({ name, typeName: attributeType(type, metadata), value });
    if (metadata.shape === null) return said('no value');
    if (type.refusal !== null) return said(`not shown (${type.name})`);
    if (Math.max(sizeBytes, metadata.total_size) > largestAttribute)
      return said(`not shown (${metadata.total_size} values)`);
    const address = emptyMemory(library, sizeBytes);
    try {
      library.get_attribute_data(id, object, name, BigInt(address));
      const view = viewOf(library.HEAPU8.subarray(address, address + sizeBytes));
      const values = Array.from({ length: metadata.total_size }, (_, index) =>
        type.value(view, index * metadata.size),
      );
      return said(String(asCell(metadata.shape.length === 0 ? (values[0] ?? null) : values)));
    } finally {
      if (holdsPointers(metadata)) library.reclaim_vlen_memory(id, object, name, BigInt(address));
      library._free(address);
    }
  };

  return {
    list,
    dataset: describe,
    attributes: (name) => {
      if (known(name) === 'link') return [];
      const names = attempt(() => library.get_attribute_names(id, name));
      return names.slice(0, mostAttributes).map((one) => attempt(() => attribute(name, one)));
    },
    values: (name, block) =>
      withBlock(name, block, (view, { size }, type, valueCount) =>
        Array.from({ length: valueCount }, (_, index): ArrayValue => asCell(type.value(view, index * size))),
      ),
    numbers: (name, block) =>
      withBlock(name, block, (view, { size }, type, valueCount) =>
        Float64Array.from({ length: valueCount }, (_, index) => type.number(view, index * size)),
      ),
  };
};

/** Memory of the library. It is empty, so that what could not be read into it holds no addresses that would be given back. */
const emptyMemory = (library: Hdf5Module, sizeBytes: number): number => {
  const address = library._malloc(Math.max(1, sizeBytes));
  if (address === 0) throw new Hdf5FormatError('there is not enough memory for its values');
  library.HEAPU8.fill(0, address, address + sizeBytes);
  return address;
};

const attributeType = ({ name }: Hdf5Type, { shape }: Metadata): string =>
  shape === null || shape.length === 0 ? name : `${name} × ${shape.join(' × ')}`;

const targetOf = (library: Hdf5Module, id: bigint, name: string): string => {
  if (library.get_type(id, name) !== library.H5G_UDLINK) return library.get_symbolic_link(id, name);
  const { filename, obj_path: path } = library.get_external_link(id, name);
  return `${path} in the file ${filename}`;
};

/** Memory that the library has taken for single values, and that is to be given back. */
const holdsPointers = ({ type, vlen, compound_type: record, array_type: item }: Metadata): boolean =>
  vlen ||
  type === typeClass.ragged ||
  (record?.members.some(holdsPointers) ?? false) ||
  (item !== undefined && holdsPointers(item));

const refusalOf = ({ virtual_sources: sources, chunks, size }: Metadata, type: Hdf5Type): string | null => {
  if (sources !== undefined)
    return `Its values lie in other files (${sources
      .slice(0, 3)
      .map(({ file_name: file }) => file)
      .join(', ')}), which are not followed.`;
  const chunkBytes = chunks?.reduce((product, length) => product * length, size) ?? 0;
  if (chunkBytes > largestChunk)
    return 'Its values are stored in pieces of more than 64 MiB, too large to be unpacked for a look.';
  return type.refusal;
};
