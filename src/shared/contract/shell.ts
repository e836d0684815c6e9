import { z } from 'zod';
import { defineArea } from './command.ts';

/** Commands that the desktop shell (Electron's main process) answers, not the engine: what needs a window or a dialog. */
export const shellContract = defineArea({
  'shell.chooseFolder': {
    summary: 'Ask for a folder',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({
      title: z.string(),
      canCreate: z.boolean().default(false),
      defaultPath: z.string().optional(),
    }),
    output: z.object({ path: z.string().nullable() }),
  },
  'shell.chooseFile': {
    summary: 'Ask for a file to open',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({
      title: z.string(),
      kinds: z.array(z.enum(['data', 'onnx', 'any'])),
      defaultPath: z.string().optional(),
    }),
    output: z.object({ path: z.string().nullable() }),
  },
  'shell.chooseSaveFile': {
    summary: 'Ask where to save a file',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({ title: z.string(), suggestedName: z.string() }),
    output: z.object({ path: z.string().nullable() }),
  },
  'shell.saveChart': {
    summary: 'Ask where to save a chart, and save it there',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({
      title: z.string().min(1).max(1000),
      /** Of the file, with its ending. */
      suggestedName: z.string().min(1).max(250),
      content: z.discriminatedUnion('format', [
        z.object({ format: z.literal('png'), base64: z.string() }),
        z.object({ format: z.literal('svg'), text: z.string() }),
        z.object({ format: z.literal('csv'), text: z.string() }),
        /** One page of the drawing's own size, in CSS pixels. */
        z.object({
          format: z.literal('pdf'),
          svg: z.string(),
          width: z.number().min(1).max(10_000),
          height: z.number().min(1).max(10_000),
        }),
      ]),
    }),
    /** null where the person thought better of it. */
    output: z.object({ path: z.string().nullable() }),
  },
  'shell.showInFolder': {
    summary: 'Show a file in the system’s file manager',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({ path: z.string() }),
    output: z.object({}),
  },
  'shell.openAddress': {
    summary: 'Open the address of a local endpoint, or of the documentation, in the browser',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({ url: z.url() }),
    output: z.object({}),
  },
  'shell.artifactAddress': {
    summary: 'The beginning of the addresses at which the window shows files of runs',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({ project: z.string() }),
    output: z.object({ address: z.string() }),
  },
  'shell.newWindow': {
    summary: 'Open another window, on a project or on none',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({ folder: z.string().optional() }),
    output: z.object({}),
  },
  'shell.windowState': {
    summary: 'What this window was opened with, and what it remembers',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.object({
      folder: z.string().nullable(),
      openSample: z.boolean(),
      theme: z.enum(['system', 'light', 'dark']),
      version: z.string(),
    }),
  },
  'shell.remember': {
    summary: 'Remember the open project and the theme for the next start',
    scope: 'app',
    changes: true,
    long: false,
    input: z.object({
      folder: z.string().nullable().optional(),
      theme: z.enum(['system', 'light', 'dark']).optional(),
    }),
    output: z.object({}),
  },
});
