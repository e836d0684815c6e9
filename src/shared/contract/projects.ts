import { z } from 'zod';
import { folderFinding, notice, projectInfo, projectStatus, recentProject } from '../model/project.ts';
import { defineArea } from './command.ts';

/** Commands that need no open project. */
export const applicationContract = defineArea({
  'projects.inspect': {
    summary: 'Say what is in a folder, without writing anything',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({ folder: z.string().min(1) }),
    output: folderFinding,
  },
  'projects.create': {
    summary: 'Make a folder a project (calling it is the consent to write there)',
    scope: 'app',
    changes: true,
    long: false,
    input: z.object({ folder: z.string().min(1), name: z.string().min(1).max(200).optional() }),
    output: projectInfo,
  },
  'projects.look': {
    summary:
      'Open the runs of a folder in place, without writing into it: the project lies in the user’s own data',
    scope: 'app',
    changes: true,
    long: true,
    input: z.object({ folder: z.string().min(1) }),
    /** The search is not complete when it stopped early, the first time: there may be runs that are not linked. */
    output: projectInfo.extend({ isSearchComplete: z.boolean() }),
  },
  'projects.createSample': {
    summary: 'Create the sample project (Telco churn) and open it',
    scope: 'app',
    changes: true,
    long: true,
    input: z.object({ folder: z.string().min(1).optional() }),
    output: projectInfo,
  },
  'projects.open': {
    summary: 'Open a project, or attach to the engine that has it open',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({ folder: z.string().min(1) }),
    output: projectInfo,
  },
  'projects.close': {
    summary: 'Close a project; refused work is finished first',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({ folder: z.string().min(1) }),
    output: z.object({}),
  },
  'projects.recents': {
    summary: 'Projects opened lately, newest first, with what is in them',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.array(recentProject),
  },
  'projects.forget': {
    summary: 'Take a project off the list of recents (its folder stays)',
    scope: 'app',
    changes: true,
    long: false,
    input: z.object({ folder: z.string().min(1) }),
    output: z.object({}),
  },
  'engine.info': {
    summary: 'Versions, process ids and memory of the engine',
    scope: 'app',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.object({
      version: z.string(),
      node: z.string(),
      pid: z.number(),
      residentBytes: z.number(),
      libraries: z.record(z.string(), z.string()),
      openProjects: z.array(z.object({ folder: z.string(), attached: z.boolean() })),
    }),
  },
});

const doctorCheck = z.object({
  name: z.string(),
  state: z.enum(['ok', 'repaired', 'problem']),
  /** What was proven, or what is wrong and what to do. */
  message: z.string(),
  count: z.number().optional(),
});

/** Commands about the open project as a whole. */
export const projectContract = defineArea({
  'project.status': {
    summary: 'What serves, what drifted, what ran last, what to do next',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: projectStatus,
  },
  'project.notices': {
    summary: 'What the engine has to say about earlier sessions: recovered jobs, restarted endpoints',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({}),
    output: z.array(notice),
  },
  'project.dismissNotice': {
    summary: 'Mark a notice as read',
    scope: 'project',
    changes: true,
    long: false,
    input: z.object({ id: z.number().int() }),
    output: z.object({}),
  },
  'project.events': {
    summary: 'The append-only, hash-chained log of what changed, newest first',
    scope: 'project',
    changes: false,
    long: false,
    input: z.object({
      limit: z.number().int().min(1).max(1000).default(100),
      beforeId: z.number().int().optional(),
      subject: z.string().optional(),
    }),
    output: z.array(
      z.object({
        id: z.number(),
        atMs: z.number(),
        kind: z.string(),
        subject: z.string(),
        actor: z.string(),
        details: z.record(z.string(), z.unknown()),
        hash: z.string(),
      }),
    ),
  },
  'project.doctor': {
    summary:
      'Prove the database, every digest and every reference, and find what is left over; repair what can be repaired without loss',
    scope: 'project',
    // It can look at what cannot be written; it refuses itself to repair that.
    changes: false,
    long: true,
    input: z.object({ repair: z.boolean().default(false) }),
    output: z.object({ healthy: z.boolean(), checks: z.array(doctorCheck) }),
  },
});
