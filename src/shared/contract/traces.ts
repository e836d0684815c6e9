import { z } from 'zod';
import { spanDetail, traceDetail, traceRow, traceState } from '../model/trace.ts';
import { defineArea } from './command.ts';

/** An id or the unique beginning of one. */
const traceId = z.string().min(1).max(256);

const selection = {
  /** By its name. */
  experiment: z.string().optional(),
  run: z.string().min(1).max(256).optional(),
  states: z.array(traceState).optional(),
  /** In the id, the name, the previews or the tags, in whatever case. */
  text: z.string().max(1000).optional(),
  /** When the trace began. */
  fromMs: z.number().optional(),
  untilMs: z.number().optional(),
};

export const tracesContract = defineArea({
  'traces.list': {
    summary: 'A page of traces, the newest first unless ordered otherwise',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      ...selection,
      orderBy: z
        .object({
          key: z.enum(['requested', 'duration', 'tokens', 'name']),
          descending: z.boolean().default(true),
        })
        .default({ key: 'requested', descending: true }),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(0).max(1000).default(100),
      /** Where these stand in the whole list. */
      locate: z.array(traceId).max(100).default([]),
    }),
    output: z.object({
      traces: z.array(traceRow),
      /** Of the whole list, whatever the page. */
      total: z.number(),
      /** In the order of `locate`; null for what is not in the list. */
      places: z.array(z.number().nullable()),
    }),
  },
  'traces.get': {
    summary: 'A trace with its spans, tags and assessments',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ trace: traceId }),
    output: traceDetail,
  },
  'traces.span': {
    summary: 'What went into a span and came out, its attributes, events and links',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ trace: traceId, span: z.string().min(1).max(256) }),
    output: spanDetail,
  },
  'traces.delete': {
    summary: 'Delete traces for good, by their ids or all that match',
    scope: 'project',
    changes: true,
    long: false,
    input: z.union([
      z.object({ traces: z.array(traceId).min(1).max(100_000) }),
      z.object({ matching: z.object(selection) }),
    ]),
    output: z.object({ deleted: z.number() }),
  },
});
