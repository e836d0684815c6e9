/** How a number is shown because of its cell's style: as a day, a time of day, both, or time that has passed. */
export type NumberMeaning = 'number' | 'date' | 'time' | 'datetime' | 'elapsed';

/** Formats that every workbook knows by their number. Source: ECMA-376 part 1, 18.8.30 */
const builtIn = (id: number): NumberMeaning => {
  if (id >= 14 && id <= 17) return 'date';
  if (id >= 18 && id <= 21) return 'time';
  if (id === 22) return 'datetime';
  if ((id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return 'date';
  if ((id >= 32 && id <= 35) || id === 45 || id === 47) return 'time';
  return id === 46 ? 'elapsed' : 'number';
};

/** What a format such as `yyyy-mm-dd hh:mm` makes of a number; `code` is null for one that every workbook knows. */
export const meaningOf = (id: number, code: string | null): NumberMeaning => {
  if (code === null) return builtIn(id);
  // What stands in quotes or behind a backslash is text; colours, conditions and countries stand in brackets.
  const plain = code.replace(/"[^"]*"|\\.|_.|\*./g, '');
  if (/\[(h+|m+|s+)\]/i.test(plain)) return 'elapsed';
  const letters = plain
    .replace(/\[[^\]]*\]/g, '')
    .split(';')[0]!
    .replace(/general|am\/pm|a\/p/gi, '');
  const hasDay = /[yd]/i.test(letters) || (/m/i.test(letters) && !/[hs]/i.test(letters));
  const hasTime = /[hs]/i.test(letters);
  if (hasDay) return hasTime ? 'datetime' : 'date';
  return hasTime ? 'time' : 'number';
};

const dayMs = 86_400_000;
/** 1899-12-30: from March 1900 on days are counted as if 1900 had been a leap year. */
const epoch1900 = Date.UTC(1899, 11, 30);
const epoch1904 = Date.UTC(1904, 0, 1);

/** Days since the workbook's first day as a date or a time; null for a number that is none. */
export const serialText = (serial: number, meaning: NumberMeaning, is1904: boolean): string | null => {
  const ms = Math.round(serial * dayMs);
  if (meaning === 'elapsed') return elapsedText(Math.round(serial * 86_400));
  if (meaning === 'time' && serial >= 0 && serial < 1) return clockText(new Date(ms));
  const isBeforeLeap = !is1904 && serial > 0 && serial < 60;
  const date = new Date((is1904 ? epoch1904 : epoch1900) + ms + (isBeforeLeap ? dayMs : 0));
  if (serial < 0 || Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return null;
  const day = date.toISOString().split('T')[0]!;
  return meaning === 'date' && ms % dayMs === 0 ? day : `${day} ${clockText(date)}`;
};

/** Without zeros at the end of its fraction, as all times are shown. */
const clockText = (date: Date): string => {
  const [seconds, fraction = ''] = date.toISOString().slice(11, 23).split('.');
  const shown = fraction.replace(/0+$/, '');
  return shown === '' ? seconds! : `${seconds}.${shown}`;
};

const elapsedText = (seconds: number): string => {
  const rest = Math.abs(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${seconds < 0 ? '-' : ''}${Math.floor(rest / 3600)}:${two(Math.floor(rest / 60) % 60)}:${two(rest % 60)}`;
};
