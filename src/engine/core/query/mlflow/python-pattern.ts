/**
 * A regular expression of Python, whose syntax MLflow's RLIKE takes, in the syntax of JavaScript's `u` flag: flags at the start become a
 * group with them, and named groups, references to them, comments, anchors and escapes are written as JavaScript has them. What it does
 * not know is left as it is.
 */
export const fromPythonPattern = (pattern: string): string => {
  const [start = '', letters = ''] = /^\(\?([aimsu]+)\)/.exec(pattern) ?? [];
  const flags = [...new Set(letters)].filter((flag) => 'ims'.includes(flag)).join('');
  const translated = pattern.slice(start.length).replace(part, translatePart);
  return flags === '' ? translated : `(?${flags}:${translated})`;
};

const part = new RegExp(
  [
    String.raw`\\(?:[pPu]\{[^}]*\}|[\s\S])`,
    String.raw`\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]`,
    String.raw`\(\?P<|\(\?P=\w+\)|\(\?#[^)]*\)`,
    String.raw`\{\d*(?:,\d*)?\}`,
    String.raw`[{}\]]`,
  ].join('|'),
  'gu',
);

const translatePart = (found: string): string => {
  if (found.startsWith('\\')) return anchors[found] ?? escaped(found);
  if (found.startsWith('[')) return classOf(found);
  if (found === '(?P<') return '(?<';
  if (found.startsWith('(?P=')) return String.raw`\k<${found.slice(4, -1)}>`;
  if (found.startsWith('(?#')) return '';
  if (/^\{,\d+\}$/.test(found)) return `{0${found.slice(1)}`;
  return /^\{\d+(?:,\d*)?\}$/.test(found) ? found : found.replace(/[{}\]]/g, String.raw`\$&`);
};

const anchors: Readonly<Record<string, string>> = {
  '\\A': String.raw`(?<![\s\S])`,
  '\\Z': String.raw`(?![\s\S])`,
};

/** JavaScript escapes only what has a meaning, Python everything but letters and digits. */
const escaped = (found: string): string =>
  /^\\[^A-Za-z\d^$\\.*+?()[\]{}|/]/u.test(found) ? found.slice(1) : found;

/** A `]` that comes first is one of the characters. */
const classOf = (found: string): string => {
  const [, start = '', bracket = '', inside = ''] = /^(\[\^?)(\]?)([\s\S]*)\]$/u.exec(found) ?? [];
  const escapes = inside.replace(/\\[\s\S]/gu, (each) => (each === '\\-' ? each : escaped(each)));
  return `${start}${bracket === '' ? '' : '\\]'}${escapes}]`;
};
