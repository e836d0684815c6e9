import { basename } from 'node:path';
import { datasetName } from '../../../shared/model/dataset.ts';

/** A name that is allowed, made of a file's: `sales (2).final.csv` becomes `sales 2.final`. */
export const datasetNameOf = (path: string): string => {
  const stem = basename(path).replace(/\.[^.]+$/, '');
  const allowed = stem
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}_. -]+/gu, '')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .replaceAll(/ {2,}/g, ' ')
    .slice(0, 100)
    .trim();
  return datasetName.safeParse(allowed).success ? allowed : 'data';
};
