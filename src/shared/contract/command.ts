import type { z } from 'zod';

/** One command of the engine, declared once. Bridge, command line, dispatcher and documentation are driven by it. */
export interface CommandSpec<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  /** One line for documentation and the palette. */
  readonly summary: string;
  /** `project` commands are answered by an open project, `app` commands need none. */
  readonly scope: 'app' | 'project';
  /** Does it write? Writers are refused on a project that is open read-only. */
  readonly changes: boolean;
  /** Does it report progress, and is it worth a cancel button? */
  readonly long: boolean;
  readonly input: Input;
  readonly output: Output;
}

export type AreaContract = Readonly<Record<string, CommandSpec>>;

/** Keeps the literal types of an area's commands while checking their shape. */
export const defineArea = <const Area extends AreaContract>(area: Area): Area => area;
