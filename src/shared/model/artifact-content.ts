import { z } from 'zod';
import { cell, dataType } from './dataset.ts';

/** How a file is shown. `none`: it is not, and `refusal` says why. */
export const artifactKind = z.enum([
  'image',
  'table',
  'json',
  'markdown',
  'text',
  'html',
  'pdf',
  'onnx',
  'array',
  'archive',
  'notebook',
  'tensors',
  'workbook',
  'hdf5',
  'audio',
  'video',
  'none',
]);
export type ArtifactKind = z.infer<typeof artifactKind>;

/** What a file is, by its first and last bytes and then by its name. */
export const artifactType = z.object({
  kind: artifactKind,
  /** For a person: "PNG image". */
  name: z.string(),
  mediaType: z.string(),
  /** Why it is not shown, and what to do instead; null where it is. */
  refusal: z.string().nullable(),
  /** What is wrong with the file, such as that it breaks off. */
  warning: z.string().nullable(),
});
export type ArtifactType = z.infer<typeof artifactType>;

export const artifactTable = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      type: dataType,
      /** As the file has it: `DOUBLE`, `timestamp[us, UTC]`, `column B`; null where it does not say. */
      storageType: z.string().nullable(),
    }),
  ),
  /** Rows known of so far: all of them where `isCounted`. */
  rowCount: z.number(),
  isCounted: z.boolean(),
  isSortable: z.boolean(),
  warnings: z.array(z.string()),
});
export type ArtifactTable = z.infer<typeof artifactTable>;

/** A number of JSON, or the text of what JSON has no number for: `NaN`, `-Infinity`, `9007199254740993`, `1+2i`. */
export const arrayValue = cell;
export type ArrayValue = z.infer<typeof arrayValue>;

export const arrayStatistics = z.object({
  /** Values that were read: all of the array, or its beginning. */
  valueCount: z.number(),
  isComplete: z.boolean(),
  nanCount: z.number(),
  infiniteCount: z.number(),
  /** Of the finite values; null when there are none. The deviation divides by their number, as NumPy's `std` does. */
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  mean: z.number().nullable(),
  deviation: z.number().nullable(),
});
export type ArrayStatistics = z.infer<typeof arrayStatistics>;

/** One array of a NumPy file. */
export const arrayFacts = z.object({
  /** In a `.npz`; null for the one array of a `.npy`. */
  member: z.string().nullable(),
  /** As NumPy writes it: `<f8`. */
  descr: z.string(),
  /** As people write it: `float64`. */
  typeName: z.string(),
  shape: z.array(z.number()),
  order: z.enum(['C', 'Fortran']),
  sizeBytes: z.number(),
  /** Rows and columns of what is shown as a grid: the last two axes, or one column. */
  grid: z.object({ rows: z.number(), columns: z.number() }),
  /** How many such grids there are: the product of the other axes. */
  sliceCount: z.number(),
  /** Why its values are not read; null where they are. */
  refusal: z.string().nullable(),
});
export type ArrayFacts = z.infer<typeof arrayFacts>;

/** Eight bits a channel, red, green, blue, alpha, row by row, as Base64. */
export const arrayImage = z.object({
  width: z.number(),
  height: z.number(),
  /** Of the array; larger than the image when it shows every n-th value only. */
  sourceWidth: z.number(),
  sourceHeight: z.number(),
  /** The values that black and white stand for; null when bytes are shown as they are. */
  range: z.object({ low: z.number(), high: z.number() }).nullable(),
  /** How many such images the array holds. */
  imageCount: z.number(),
  pixels: z.string(),
});
export type ArrayImage = z.infer<typeof arrayImage>;

const graphValue = z.object({
  name: z.string(),
  type: z.string(),
  shape: z.array(z.union([z.number(), z.string(), z.null()])).nullable(),
});

/** An ONNX file as it lies there; nothing of it is run. */
export const modelGraph = z.object({
  irVersion: z.number(),
  producer: z.string(),
  opsets: z.array(z.object({ domain: z.string(), version: z.number() })),
  inputs: z.array(graphValue),
  outputs: z.array(graphValue),
  metadata: z.record(z.string(), z.string()),
  nodes: z.array(
    z.object({
      name: z.string(),
      operator: z.string(),
      inputs: z.array(z.string()),
      outputs: z.array(z.string()),
    }),
  ),
  /** More than `nodes.length` when the list is cut. */
  nodeCount: z.number(),
  initialisers: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      shape: z.array(z.number()),
      sizeBytes: z.number(),
      /** The file beside the model that it says its values are in; it is not looked for. */
      externalFile: z.string().nullable(),
    }),
  ),
  initialiserCount: z.number(),
  /** Values in all initialisers together. */
  parameterCount: z.number(),
});
export type ModelGraph = z.infer<typeof modelGraph>;

export const archiveListing = z.object({
  entries: z.array(
    z.object({
      path: z.string(),
      sizeBytes: z.number(),
      packedBytes: z.number(),
      isFolder: z.boolean(),
    }),
  ),
  /** More than `entries.length` when the list is cut. */
  entryCount: z.number(),
  warnings: z.array(z.string()),
});
export type ArchiveListing = z.infer<typeof archiveListing>;

/** A sheet of a workbook. */
export const sheet = z.object({
  name: z.string(),
  /** Somebody hid it; it is shown all the same. */
  isHidden: z.boolean(),
  /** Why it is not shown, such as that it is a chart; null where it is. */
  refusal: z.string().nullable(),
});
export type Sheet = z.infer<typeof sheet>;

/** What is in an HDF5 file: `link` leads elsewhere and is not followed, `type` is a type with a name. */
export const hdf5Object = z.object({
  /** Names from the root on: `/model_weights/dense/kernel:0`; the root itself is `/`. */
  path: z.string(),
  kind: z.enum(['group', 'dataset', 'type', 'link']),
  /** Of a dataset; null for one without values, which HDF5 knows. */
  shape: z.array(z.number()).nullable(),
  typeName: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  /** Where a link leads, or which object this is once more. */
  target: z.string().nullable(),
});
export type Hdf5Object = z.infer<typeof hdf5Object>;

export const hdf5Listing = z.object({
  /** Each group before what is in it. */
  objects: z.array(hdf5Object),
  /** There are more than are listed. */
  isCut: z.boolean(),
});
export type Hdf5Listing = z.infer<typeof hdf5Listing>;

/** Everything that is said of an object of an HDF5 file. */
export const hdf5Details = z.object({
  attributes: z.array(z.object({ name: z.string(), typeName: z.string(), value: z.string() })),
  /** null for what is no dataset. */
  dataset: z
    .object({
      typeName: z.string(),
      shape: z.array(z.number()).nullable(),
      /** Of what is stored together; null for one that is stored in one piece. */
      chunks: z.array(z.number()).nullable(),
      /** What its values go through when they are stored: `deflate`, `shuffle`. */
      filters: z.array(z.string()),
      /** Of the values, unpacked. */
      sizeBytes: z.number(),
      isNumeric: z.boolean(),
      grid: z.object({ rows: z.number(), columns: z.number() }),
      sliceCount: z.number(),
      /** Why its values are not read; null where they are. */
      refusal: z.string().nullable(),
    })
    .nullable(),
});
export type Hdf5Details = z.infer<typeof hdf5Details>;

/** A recording or a film, by what it says of itself. */
export const mediaFacts = z.object({
  /** null where it does not say. */
  durationMs: z.number().nullable(),
  streams: z.array(
    z.object({
      kind: z.enum(['audio', 'video']),
      /** As people know it: `H.264`, `AAC`. */
      codec: z.string(),
      channels: z.number().optional(),
      /** Samples a second. */
      sampleRate: z.number().optional(),
      /** In pixels. */
      width: z.number().optional(),
      height: z.number().optional(),
    }),
  ),
});
export type MediaFacts = z.infer<typeof mediaFacts>;

/** The header of a safetensors file. */
export const tensorListing = z.object({
  tensors: z.array(
    z.object({ name: z.string(), type: z.string(), shape: z.array(z.number()), sizeBytes: z.number() }),
  ),
  parameterCount: z.number(),
  metadata: z.record(z.string(), z.string()),
});
export type TensorListing = z.infer<typeof tensorListing>;
