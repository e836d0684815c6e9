import { z } from 'zod';
import {
  archiveListing,
  arrayFacts,
  arrayImage,
  arrayStatistics,
  arrayValue,
  artifactTable,
  artifactType,
  hdf5Details,
  hdf5Listing,
  mediaFacts,
  modelGraph,
  sheet,
  tensorListing,
} from '../model/artifact-content.ts';
import { cell } from '../model/dataset.ts';
import { imageSeries } from '../model/image-series.ts';
import { artifact } from '../model/run.ts';
import { defineArea } from './command.ts';

const run = z.string().min(1).max(256);
const path = z.string();
const offset = z.number().int().min(0).default(0);
/** Of a workbook: which sheet; null for the first, and for every other table. */
const ofSheet = z.string().nullable().default(null);
/** Of an array that is looked at along its last two axes: which part of which slice. */
const gridWindow = {
  offset,
  slice: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(100),
  firstColumn: z.number().int().min(0).default(0),
  columns: z.number().int().min(1).max(100).default(100),
};
/** Of a `.npz`: the array's name, without `.npy`. */
const member = z.string().nullable().default(null);
/** Of an HDF5 file: names from the root on. */
const object = z.string().min(1);

/** The files that runs left: what they are, and what is in them. Each of these reads a bounded part; only saving reads all. */
export const runArtifactsContract = defineArea({
  'runs.artifacts': {
    summary: 'Files that a run left',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run }),
    output: z.array(artifact),
  },
  'runs.describeArtifact': {
    summary: 'What kind of file an artifact is, and where its bytes are',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path }),
    /** The artifact is `sizeBytes` of the file from `start` on. */
    output: artifactType.extend({ file: z.string(), start: z.number(), sizeBytes: z.number() }),
  },
  'runs.readArtifact': {
    summary: 'A part of a text artifact',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      ...{ run, path, offset },
      maxBytes: z.number().int().min(1).max(8_000_000).default(200_000),
    }),
    output: z.object({
      /** null when the part is no text. Never begins or ends inside a character. */
      text: z.string().nullable(),
      sizeBytes: z.number(),
      /** Is there more of the file than this part? */
      isTruncated: z.boolean(),
    }),
  },
  'runs.saveArtifact': {
    summary: 'Copy an artifact to a file',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ run, path, destination: z.string().min(1), overwrite: z.boolean().default(false) }),
    output: z.object({ path: z.string(), sizeBytes: z.number() }),
  },
  'runs.openTable': {
    summary: 'Columns of an artifact that is a table, and the rows known of at once',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({ run, path, sheet: ofSheet }),
    output: artifactTable,
  },
  'runs.countTableRows': {
    summary: 'All rows of an artifact that is a large table, by reading it once',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({ run, path, sheet: ofSheet }),
    output: z.object({ rowCount: z.number() }),
  },
  'runs.tableRows': {
    summary: 'A window of rows of an artifact that is a table',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      ...{ run, path, sheet: ofSheet, offset },
      limit: z.number().int().min(1).max(1000).default(100),
      orderBy: z.object({ column: z.string(), descending: z.boolean().default(false) }).optional(),
    }),
    output: z.object({ rows: z.array(z.array(cell)) }),
  },
  'runs.arrays': {
    summary: 'The arrays in a NumPy file: type, shape, order',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path }),
    output: z.array(arrayFacts),
  },
  'runs.arrayStatistics': {
    summary: 'Extremes, mean and deviation of an array',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({ run, path, member }),
    /** null for values that are no numbers. */
    output: arrayStatistics.nullable(),
  },
  'runs.arrayRows': {
    summary: 'A window of the values of an array, along its last two axes',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path, member, ...gridWindow }),
    output: z.object({ rows: z.array(z.array(arrayValue)) }),
  },
  'runs.arrayImage': {
    summary: 'An array of two or three axes as an image',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path, member, image: z.number().int().min(0).default(0) }),
    /** null for an array that is none. */
    output: arrayImage.nullable(),
  },
  'runs.modelGraph': {
    summary: 'Inputs, outputs, nodes and weights of an ONNX artifact',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path }),
    output: modelGraph,
  },
  'runs.listArchive': {
    summary: 'The files in a ZIP artifact',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path }),
    output: archiveListing,
  },
  'runs.listTensors': {
    summary: 'The tensors in a safetensors artifact',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path }),
    output: tensorListing,
  },
  'runs.sheets': {
    summary: 'The sheets of an Excel workbook',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path }),
    output: z.array(sheet),
  },
  'runs.hdfObjects': {
    summary: 'The groups, datasets and links in an HDF5 file',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path }),
    output: hdf5Listing,
  },
  'runs.hdfObject': {
    summary: 'What is said of an object in an HDF5 file: attributes, type, shape, how it is stored',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path, object }),
    output: hdf5Details,
  },
  'runs.hdfStatistics': {
    summary: 'Extremes, mean and deviation of a dataset in an HDF5 file',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({ run, path, object }),
    /** null for values that are no numbers. */
    output: arrayStatistics.nullable(),
  },
  'runs.hdfRows': {
    summary: 'A window of the values of a dataset in an HDF5 file, along its last two axes',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path, object, ...gridWindow }),
    output: z.object({ rows: z.array(z.array(arrayValue)) }),
  },
  'runs.mediaFacts': {
    summary: 'How long a recording or a film is, and how it is encoded',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ run, path }),
    output: mediaFacts,
  },
  'runs.imageSeries': {
    summary: 'Image artifacts of runs, as series over steps',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ runs: z.array(run).min(1).max(200) }),
    output: z.array(imageSeries),
  },
});
