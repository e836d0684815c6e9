import { z } from 'zod';
import { job, jobState } from '../model/job.ts';
import { defineArea } from './command.ts';

export const jobsContract = defineArea({
  'jobs.list': {
    summary: 'Jobs, newest first',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      states: z.array(jobState).optional(),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    output: z.array(job),
  },
  'jobs.get': {
    summary: 'One job',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({ job: z.string() }),
    output: job,
  },
  'jobs.wait': {
    summary: 'Follow a job until it has ended; cancelling the call does not cancel the job',
    scope: 'project',
    changes: false,
    long: true,
    input: z.object({ job: z.string() }),
    output: job,
  },
  'jobs.cancel': {
    summary: 'Cancel a job: its whole process tree is ended',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ job: z.string() }),
    output: job,
  },
  'jobs.log': {
    summary: 'Lines of a job’s log',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      job: z.string(),
      fromLine: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(10_000).default(2000),
    }),
    output: z.object({ lines: z.array(z.string()), fromLine: z.number(), totalLines: z.number() }),
  },
});
