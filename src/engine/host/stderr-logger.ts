import type { Logger } from '../ports/surroundings.ts';

const levels = ['info', 'warn', 'error'] as const;
type Level = (typeof levels)[number];

/** One line of text and JSON each on standard error, from the level that MODELYARD_LOG names on. */
export const createStderrLogger = (standard: Level): Logger => {
  const wanted = levels.find((level) => level === process.env.MODELYARD_LOG) ?? standard;
  const log = (level: Level) => (message: string, facts?: Record<string, unknown>) => {
    if (levels.indexOf(level) < levels.indexOf(wanted)) return;
    const rest = facts === undefined ? '' : ` ${JSON.stringify(facts)}`;
    process.stderr.write(`${new Date().toISOString()} ${level} ${message}${rest}\n`);
  };
  return { info: log('info'), warn: log('warn'), error: log('error') };
};
