import type { Command } from 'commander';
import { EngineError } from '../shared/errors.ts';
import { projectFolder, type Session, withSession } from './session.ts';
import { createTerminal, type Terminal } from './terminal.ts';

export interface GlobalOptions {
  readonly project?: string;
  readonly json?: boolean;
}

export interface CommandContext {
  readonly session: Session;
  readonly terminal: Terminal;
  readonly isJson: boolean;
}

/** Runs a command's work on the project that the options name, or on the one around the current folder. */
export const onProject =
  <Parameters extends unknown[]>(
    work: (context: CommandContext, ...parameters: Parameters) => Promise<void>,
    options: { keepsServing?: boolean; opensProject?: boolean } = {},
  ) =>
  async (...parameters: [...Parameters, Command]): Promise<void> => {
    const command = parameters.at(-1) as Command;
    const { project, json } = command.optsWithGlobals<GlobalOptions>();
    const isJson = json === true;
    const terminal = createTerminal({ isJson });
    await withSession({ folder: projectFolder(project), terminal, ...options }, (session) =>
      work({ session, terminal, isJson }, ...(parameters.slice(0, -1) as unknown as Parameters)),
    );
  };

/** For options that may be given several times. */
export const collect = (value: string, earlier: string[] = []): string[] => [...earlier, value];

/** `key=value` pairs. */
export const parsePairs = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new EngineError('invalid-input', `“${pair}” is no NAME=VALUE.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );

/** For options that count. */
export const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new EngineError('invalid-input', `“${text}” is no whole number.`);
};
