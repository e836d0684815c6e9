import { formatMoment, formatNumber, isMoment } from '../../shared/model/format.ts';

/** The window writes numbers, times and sizes as the command line does; only what needs the user's zone is added here. */
export {
  countOf,
  formatBytes,
  formatDays,
  formatDelta,
  formatDuration,
  formatInterval,
  formatMoment,
  formatNumber,
  formatPercent,
  formatPValue,
  formatRelativeTime,
  isMoment,
} from '../../shared/model/format.ts';

/** As formatNumber, with the zeros kept that let the decimals of a column stand below each other: 0.71 is 0.7100. */
export function formatColumnNumber(value: number, significantDigits = 4): string {
  const text = formatNumber(value, significantDigits);
  if (Number.isInteger(value) || !/^-?[\d\u00a0]+(\.\d+)?$/.test(text)) return text;
  const significant = text.replace(/[^\d]/g, '').replace(/^0+/, '').length;
  const zeros = '0'.repeat(Math.max(0, significantDigits - significant));
  return zeros === '' || text.includes('.') ? text + zeros : `${text}.${zeros}`;
}

// Made once: a formatter costs a hundred times what it does.
const zoneNames = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });
const two = (part: number) => String(part).padStart(2, '0');

/** The exact time in the user's own zone, with the zone: 2026-11-23 09:41:07 GMT+1. */
export function formatAbsoluteTime(atMs: number): string {
  if (!isMoment(atMs)) return formatMoment(atMs);
  const at = new Date(atMs);
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const zone = zoneNames.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return `${date} ${time} ${zone}`.trim();
}
