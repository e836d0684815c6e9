import { z } from 'zod';
import { runRecreation } from '../model/run-recreation.ts';
import { defineArea } from './command.ts';

export const runRecreationContract = defineArea({
  'runs.recreate': {
    summary: 'Lay a run out anew in an empty folder: its code, changes, data, packages and command',
    scope: 'project',
    changes: true,
    long: true,
    input: z.object({
      run: z.string().min(1).max(256),
      /** New, or empty. */
      folder: z.string().min(1),
    }),
    output: runRecreation,
  },
});
