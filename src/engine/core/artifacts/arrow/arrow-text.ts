import type { TimeUnit } from './arrow-types.ts';

const perSecond: Readonly<Record<TimeUnit, bigint>> = {
  s: 1n,
  ms: 1000n,
  us: 1_000_000n,
  ns: 1_000_000_000n,
};
const fractionDigits: Readonly<Record<TimeUnit, number>> = { s: 0, ms: 3, us: 6, ns: 9 };

const two = (value: number): string => String(value).padStart(2, '0');

/** Whole seconds, and the fraction as it is written behind them, without zeros at its end. */
const inSeconds = (count: bigint, unit: TimeUnit): { seconds: number; fraction: string } => {
  const factor = perSecond[unit];
  const rest = ((count % factor) + factor) % factor;
  const digits = fractionDigits[unit] === 0 ? '' : String(rest).padStart(fractionDigits[unit], '0');
  const shown = digits.replace(/0+$/, '');
  return { seconds: Number((count - rest) / factor), fraction: shown === '' ? '' : `.${shown}` };
};

/** `2024-02-29`; null for a day that no calendar of JavaScript has. */
export const dateText = (days: number): string | null => {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().split('T')[0]!;
};

/** Time of day: `23:59:58.5`. */
export const timeText = (count: bigint, unit: TimeUnit): string => {
  const { seconds, fraction } = inSeconds(count, unit);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
};

/** `2024-02-29 12:30:15.25`, and in a zone as its clocks showed it, with their distance from UTC. */
export const timestampText = (count: bigint, unit: TimeUnit, zone: string | null): string => {
  const { seconds, fraction } = inSeconds(count, unit);
  const offsetSeconds = zone === null ? 0 : zoneOffsetSeconds(zone, seconds);
  const date = new Date((seconds + offsetSeconds) * 1000);
  if (Number.isNaN(date.getTime())) return `${count} ${unit} since 1970`;
  const [day, clock = ''] = date.toISOString().split('T');
  return `${day} ${clock.slice(0, 8)}${fraction}${zone === null ? '' : offsetText(offsetSeconds)}`;
};

const offsetText = (seconds: number): string => {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  const rest = Math.abs(seconds) % 60;
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}${rest === 0 ? '' : `:${two(rest)}`}`;
};

const offsetPattern = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?(?::(\d{2}))?$/;

const writtenOffset = (text: string): number | null => {
  const match = offsetPattern.exec(text);
  if (match === null) return null;
  const [, sign, hours, minutes = '0', seconds = '0'] = match;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * (sign === '-' ? -1 : 1);
};

const formatters = new Map<string, Intl.DateTimeFormat | null>();
/** Zones are names that a file states. */
const mostFormatters = 64;

const formatterOf = (zone: string): Intl.DateTimeFormat | null => {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  if (formatters.size >= mostFormatters) formatters.clear();
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    // No zone that is known here: its times are shown in UTC, and say so.
  }
  formatters.set(zone, made);
  return made;
};

const zoneOffsetSeconds = (zone: string, seconds: number): number => {
  const written = writtenOffset(zone);
  if (written !== null) return written;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return 0;
  const name = formatterOf(zone)
    ?.formatToParts(date)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return writtenOffset(name ?? '') ?? 0;
};

/** A number of so many decimal places, with all its digits. */
export const decimalText = (value: bigint, scale: number): string => {
  if (scale <= 0) return String(value * 10n ** BigInt(Math.min(-scale, 100)));
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
};

const shownBytes = 64;

/** Bytes as hexadecimal digits, of long ones the beginning. */
export const bytesText = (bytes: Uint8Array, length = bytes.length): string => {
  const digits = Array.from(bytes.subarray(0, shownBytes), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  return length > shownBytes ? `0x${digits}… (${length} bytes)` : `0x${digits}`;
};
