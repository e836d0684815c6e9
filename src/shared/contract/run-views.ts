import { z } from 'zod';
import { runView, savedView, viewName } from '../model/run-view.ts';
import { defineArea } from './command.ts';

export const runViewsContract = defineArea({
  'views.list': {
    summary: 'Saved tables of runs, from modelyard.views.yaml',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.object({ views: z.array(savedView) }),
  },
  'views.save': {
    summary: 'Save a table of runs under a name, in place of the one that has it',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ name: viewName, view: runView }),
    output: z.object({ isNew: z.boolean() }),
  },
  'views.rename': {
    summary: 'Give a saved table another name',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ name: viewName, to: viewName }),
    output: z.object({}),
  },
  'views.delete': {
    summary: 'Delete a saved table; answers it, so that it can be saved again',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ name: viewName }),
    output: savedView,
  },
  'views.setDefault': {
    summary: 'Say which saved table the window opens with; null for none',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ name: viewName.nullable() }),
    output: z.object({}),
  },
  'views.export': {
    summary: 'Write saved tables to a file, for another project',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      /** Without names, all. */
      names: z.array(viewName).optional(),
      /** From the project's folder on. */
      path: z.string().min(1),
      /** In place of a file that is there. */
      replace: z.boolean().default(false),
    }),
    output: z.object({ path: z.string(), views: z.number() }),
  },
  'views.import': {
    summary: 'Take saved tables from a file; one whose name is taken by another table gets a new name',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({
      path: z.string().min(1),
      /** In place of tables of the same names. */
      replace: z.boolean().default(false),
    }),
    output: z.object({
      added: z.array(z.string()),
      replaced: z.array(z.string()),
      renamed: z.array(z.object({ from: z.string(), to: z.string() })),
      /** Those that were here already, just so. */
      unchanged: z.array(z.string()),
    }),
  },
});
