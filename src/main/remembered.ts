import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const remembered = z.object({
  folder: z.string().nullable().default(null),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  bounds: z
    .object({
      x: z.number().int(),
      y: z.number().int(),
      width: z.number().int(),
      height: z.number().int(),
      isMaximized: z.boolean(),
    })
    .nullable()
    .default(null),
});
export type Remembered = z.infer<typeof remembered>;

/** What the shell keeps for the next start. A damaged file costs the memory, never the start. */
export const createMemory = (file: string) => {
  let current = read(file);
  return {
    get current(): Remembered {
      return current;
    },
    change: (changes: Partial<Remembered>): void => {
      current = { ...current, ...changes };
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.unfinished`, `${JSON.stringify(current, null, 2)}\n`);
      renameSync(`${file}.unfinished`, file);
    },
  };
};
export type Memory = ReturnType<typeof createMemory>;

const read = (file: string): Remembered => {
  try {
    return remembered.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return remembered.parse({});
  }
};
