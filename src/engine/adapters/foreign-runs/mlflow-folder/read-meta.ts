import { join } from 'node:path';
import { readSmallText, UnreadableFile } from '../guarded-files.ts';
import { type MetaYaml, parseMetaYaml } from './parse-meta-yaml.ts';

/** Real ones have some 500 bytes; a data set's schema and profile make some 100,000. */
const maxMetaBytes = 4 * 1024 * 1024;

export interface Meta extends MetaYaml {
  /** Null where it is missing or null. */
  text(key: string): string | null;
}

/** Errors (`UnreadableFile`): missing, unreadable, no YAML mapping. */
export const readMeta = (folder: string): Meta => {
  const text = readSmallText(join(folder, metaFile), maxMetaBytes);
  // MLflow rewrites the file in place, so a reader may meet it empty.
  if (text === '') throw new UnreadableFile('It is empty.');
  const parsed = parseMetaYaml(text);
  return { ...parsed, text: (key) => parsed.scalars.get(key) ?? null };
};

export const metaFile = 'meta.yaml';
