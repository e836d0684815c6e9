/**
 * A regular expression of Python, whose syntax MLflow's RLIKE takes, in that of filters (RE2's), which is the same but for a few things:
 * flags that say what is the case anyway, comments, the end of a text, and a repetition without a beginning. What it does not know is left
 * as it is.
 */
export const fromPythonPattern = (pattern: string): string =>
  pattern.replace(start, (_, letters: string) => flagged(letters)).replace(part, translated);

const start = /^\(\?([aimsu]+)\)/;

const flagged = (letters: string): string => {
  const flags = letters.replace(/[au]/g, '');
  return flags === '' ? '' : `(?${flags})`;
};

/** Escapes and classes are found so that what stands in them is passed over. */
const part = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?#[^)]*\)|\{,\d+\}/gu;

const translated = (found: string): string => {
  if (found === '\\Z') return '\\z';
  if (found.startsWith('(?#')) return '';
  return found.startsWith('{') ? `{0${found.slice(1)}` : found;
};
