import { z } from 'zod';
import {
  cell,
  dataFormat,
  datasetColumn,
  datasetName,
  datasetProfile,
  datasetReference,
  datasetSummary,
  datasetVersion,
  dataType,
} from '../model/dataset.ts';
import { defineArea } from './command.ts';

/** Types that the user corrects, by column name. */
const typeCorrections = z.record(z.string(), dataType);

export const datasetsContract = defineArea({
  'datasets.preview': {
    summary: 'Read the head of a data file without adding it',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ path: z.string().min(1), types: typeCorrections.optional() }),
    output: z.object({
      path: z.string(),
      suggestedName: z.string(),
      format: dataFormat,
      sizeBytes: z.number(),
      columns: z.array(datasetColumn),
      rows: z.array(z.array(cell)),
      warnings: z.array(z.string()),
    }),
  },
  'datasets.add': {
    summary: 'Add a data file as a dataset, or as a new version of one',
    scope: 'project',
    changes: true,
    long: true,
    input: z.object({
      path: z.string().min(1),
      /** Default: the file's name without its ending. */
      name: datasetName.optional(),
      mode: z.enum(['reference', 'copy']).default('reference'),
      types: typeCorrections.optional(),
    }),
    /** `isNew` is false when the newest version already is this file with these types. */
    output: z.object({ version: datasetVersion, isNew: z.boolean() }),
  },
  'datasets.correctTypes': {
    summary: 'Read the same file with other column types, as a new version',
    scope: 'project',
    changes: true,
    long: true,
    input: z.object({ dataset: datasetReference, types: typeCorrections }),
    output: datasetVersion,
  },
  'datasets.list': {
    summary: 'Datasets with their newest versions',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.array(datasetSummary),
  },
  'datasets.get': {
    summary: 'A dataset with all its versions, newest first, and what was made from them',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ dataset: datasetReference }),
    output: z.object({
      name: z.string(),
      version: datasetVersion,
      versions: z.array(datasetVersion),
      runs: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
    }),
  },
  'datasets.profile': {
    summary: 'Row count, types, missing and distinct values, quantiles, histograms, top values',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({ dataset: datasetReference }),
    output: datasetProfile,
  },
  'datasets.rows': {
    summary: 'A window of rows',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      dataset: datasetReference,
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000).default(100),
      orderBy: z.object({ column: z.string(), descending: z.boolean().default(false) }).optional(),
    }),
    output: z.object({ columns: z.array(z.string()), rows: z.array(z.array(cell)), totalRows: z.number() }),
  },
  'datasets.remove': {
    summary: 'Take a dataset off the list; files, and versions that runs depend on, stay',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ name: datasetName }),
    output: z.object({}),
  },
  'datasets.restore': {
    summary: 'Undo the removal of a dataset',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ name: datasetName }),
    output: z.object({}),
  },
});
