import type { Reader } from '../../ports/store-handles.ts';
import { runNumbersById } from '../../store/run-number.ts';
import { namedRun } from './named-run.ts';

/** Each run once. Whole ids, which windows send by the thousand, are found in one go. Error `not-found`. */
export const numbersOfReferences = (reader: Reader, references: readonly string[]): number[] => {
  const known = runNumbersById(reader, references);
  return [
    ...new Set(references.map((reference) => known.get(reference) ?? namedRun(reader, reference).number)),
  ];
};
