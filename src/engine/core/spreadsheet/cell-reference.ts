import { sheetLimits } from './limits.ts';

/** The column of a reference such as `BC12`, from 0 on; null for one that is none. */
export const columnOfReference = (reference: string): number | null => {
  let column = 0;
  let at = 0;
  for (; at < reference.length && at < 4; at += 1) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column >= 1 && column <= sheetLimits.columns ? column - 1 : null;
};

/** What Excel calls a column: A for 0, AA for 26. */
export const columnLetters = (column: number): string => {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
};
