import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';

const memory = z.object({
  bounds: z
    .object({ x: z.number(), y: z.number(), width: z.number().min(400), height: z.number().min(300) })
    .optional(),
  isMaximized: z.boolean().default(false),
  /** The project that was open last. */
  folder: z.string().nullable().default(null),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
});
export type WindowMemory = z.infer<typeof memory>;

const file = (): string => join(app.getPath('userData'), 'window.json');

/** What was remembered; a file that is missing or cannot be read means nothing was. */
export const readMemory = (): WindowMemory => {
  try {
    return memory.parse(JSON.parse(readFileSync(file(), 'utf8')));
  } catch {
    return memory.parse({});
  }
};

export const remember = (change: Partial<WindowMemory>): void => {
  const next = { ...readMemory(), ...change };
  mkdirSync(dirname(file()), { recursive: true });
  const unfinished = `${file()}.unfinished`;
  writeFileSync(unfinished, JSON.stringify(next));
  renameSync(unfinished, file());
};
