import { z } from 'zod';
import {
  aliasName,
  lineage,
  modelName,
  modelReference,
  modelVersion,
  registeredModel,
} from '../model/registry.ts';
import { defineArea } from './command.ts';

export const registryContract = defineArea({
  'models.list': {
    summary: 'Registered models',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.array(registeredModel),
  },
  'models.get': {
    summary: 'A registered model with all its versions, newest first',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ name: modelName }),
    output: registeredModel.extend({ versions: z.array(modelVersion) }),
  },
  'models.resolve': {
    summary: 'The version that NAME, NAME@ALIAS or NAME/VERSION stands for',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ model: modelReference }),
    output: modelVersion,
  },
  'models.register': {
    summary: 'Register the model of a run, or an ONNX file, as the next version of a model',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      source: z.union([z.object({ run: z.string() }), z.object({ file: z.string() })]),
      name: modelName,
      description: z.string().max(100_000).default(''),
      aliases: z.array(aliasName).default([]),
    }),
    output: modelVersion,
  },
  'models.setAlias': {
    summary: 'Point an alias at a version (null takes the alias away)',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ name: modelName, alias: aliasName, version: z.number().int().min(1).nullable() }),
    output: z.object({ previous: z.number().nullable() }),
  },
  'models.describe': {
    summary: 'Change the description of a model or of one of its versions',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      name: modelName,
      version: z.number().int().min(1).optional(),
      description: z.string().max(100_000),
    }),
    output: z.object({}),
  },
  'models.card': {
    summary: 'The model card, written from recorded facts',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ model: modelReference }),
    output: z.object({ markdown: z.string() }),
  },
  'models.lineage': {
    summary: 'From data over run to version and endpoint',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ model: modelReference }),
    output: lineage,
  },
});
