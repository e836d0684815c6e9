import type { JobProgram } from '../ports/job-definition.ts';

type Load = () => Promise<JobProgram<never, unknown, unknown>>;

/** The program of each kind of job. A worker loads the one it does, and nothing else. */
const loadProgram: Readonly<Record<string, Load>> = {};

export const programOf = (kind: string): ReturnType<Load> | undefined =>
  Object.hasOwn(loadProgram, kind) ? loadProgram[kind]?.() : undefined;
