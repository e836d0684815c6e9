import type { AreaContract } from '../../shared/contract/command.ts';
import type { CallContext } from '../ports/call.ts';

/** The commands of a contract that have this scope. */
export type InScope<Area extends AreaContract, Scope extends 'app' | 'project'> = {
  readonly [Name in keyof Area as Area[Name]['scope'] extends Scope ? Name : never]: Area[Name];
};

/** Handlers after their types have been checked against the contract: found by a name that comes from outside. */
export type HandlerTable = Readonly<
  Record<string, (input: never, context: CallContext) => Promise<unknown> | unknown>
>;
