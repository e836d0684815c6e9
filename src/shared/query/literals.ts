const infinity = /^\s*([-+]?)inf(?:inity)?\s*$/i;

/** The number that a whole text is, else null: `2026-11-01` and `auto` are none. Infinities are also what Python writes. */
export const numberOf = (text: string): number | null => {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isNaN(number)) return number;
  const sign = infinity.exec(text)?.[1];
  if (sign === undefined) return null;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
};

const day = /^\d{4}-\d{2}-\d{2}$/;
const dateWithoutZone = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;

export const isWholeDay = (text: string): boolean => day.test(text);

/**
 * Milliseconds since 1970 of an ISO 8601 date (UTC where it names no zone; a date alone is its midnight) or of nine and more
 * digits, which are milliseconds already. Null for anything else, also for days that are in no calendar.
 */
export const timeOf = (text: string): number | null => {
  if (/^\d{9,}$/.test(text)) return Number(text);
  if (!/^\d{4}/.test(text)) return null;
  if (!isDayOfCalendar(text)) return null;
  const timeMs = Date.parse(dateWithoutZone.test(text) ? `${text}Z` : text);
  return Number.isNaN(timeMs) ? null : timeMs;
};

/** `Date.parse` takes 30 February for 2 March. */
const isDayOfCalendar = (text: string): boolean => {
  const [written] = /^\d{4}-\d{2}-\d{2}/.exec(text) ?? [];
  if (written === undefined) return true;
  const dayMs = Date.parse(written);
  return !Number.isNaN(dayMs) && new Date(dayMs).toISOString().startsWith(written);
};

/** SQL's LIKE as a regular expression over code points: `%` is any text, `_` one character, and nothing escapes them. */
export const likePattern = (like: string): RegExp => {
  const source = like
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/%+/g, '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 'su');
};
