/** How the window and the command line write numbers, so that both say the same. Plain functions; no locale, so output is stable. */

/** Groups of three digits are set apart by a no-break space, as ISO 80000-1 does. */
const space = '\u00a0';
const noValue = '–';

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, space);
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/**
 * Four significant digits (or as many as asked): 0.8473, 12 430, 1.2e-7. Whole numbers below 1e15 are written out in full, others below 1e7;
 * null, undefined and NaN become a dash.
 */
export function formatNumber(value: number | null | undefined, significantDigits = 4): string {
  if (value === null || value === undefined || Number.isNaN(value)) return noValue;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  const size = Math.abs(value);
  const mostInFull = Number.isInteger(value) ? 1e15 : 1e7;
  if (size >= mostInFull || (size !== 0 && size < 1e-4)) {
    const [mantissa = '', exponent = ''] = value.toExponential(significantDigits - 1).split('e');
    return `${trimZeros(mantissa)}e${exponent.replace('+', '')}`;
  }
  if (Number.isInteger(value)) return group(String(value));
  const magnitude = Math.floor(Math.log10(Number(size.toPrecision(significantDigits))));
  const decimals = Math.max(0, significantDigits - 1 - magnitude);
  const [whole = '', fraction] = trimZeros(value.toFixed(decimals)).split('.');
  return fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`;
}

/** A whole number with its noun: countOf(1, 'run') is "1 run", countOf(7043, 'row') is "7 043 rows". */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(count)} ${count === 1 ? singular : plural}`;
}

/** A share of 1 as per cent with three significant digits: 0.1234 → '12.3 %', 0.004 → '0.4 %'. */
export function formatPercent(share: number | null | undefined): string {
  return share === null || share === undefined || Number.isNaN(share)
    ? noValue
    : `${formatNumber(Number((share * 100).toPrecision(3)))}${space}%`;
}

/** A difference always carries its sign: '+0.0123', '-3', '±0'. */
export function formatDelta(delta: number | null | undefined): string {
  if (delta === null || delta === undefined || Number.isNaN(delta)) return noValue;
  if (delta === 0) return '±0';
  return delta > 0 ? `+${formatNumber(delta)}` : formatNumber(delta);
}

/** Two significant digits are enough for a p-value: '3e-9', '0.012'; what underflows is '< 1e-300'. */
export function formatPValue(pValue: number | null | undefined): string {
  if (pValue !== null && pValue !== undefined && pValue < 1e-300) return `<${space}1e-300`;
  return formatNumber(pValue, 2);
}

/** '0.8473 (0.831 to 0.862)': the interval says how many digits of the value can be trusted. */
export function formatInterval(value: number | null, interval: { low: number; high: number } | null): string {
  return interval === null
    ? formatNumber(value)
    : `${formatNumber(value)} (${formatNumber(interval.low)} to ${formatNumber(interval.high)})`;
}

const durationUnits = [
  { name: 'd', sizeMs: 86_400_000 },
  { name: 'h', sizeMs: 3_600_000 },
  { name: 'min', sizeMs: 60_000 },
  { name: 's', sizeMs: 1000 },
] as const;

/** '420 ms', '1.4 s', '4 s', '2 min 10 s', '3 h 5 min', '2 d 4 h': at most two units. */
export function formatDuration(durationMs: number | null | undefined): string {
  if (durationMs === null || durationMs === undefined || !Number.isFinite(durationMs)) return noValue;
  if (durationMs < 0) return `-${formatDuration(-durationMs)}`;
  const wholeMs = Math.round(durationMs);
  if (wholeMs < 1000) return `${wholeMs}${space}ms`;
  if (wholeMs < 9950) return `${trimZeros((wholeMs / 1000).toFixed(1))}${space}s`;
  return formatTwoUnits(wholeMs);
}

function formatTwoUnits(durationMs: number): string {
  // The smaller unit is rounded first, so that 59.9 s becomes '1 min' and not '60 s'.
  for (const [index, unit] of durationUnits.entries()) {
    const smaller = durationUnits[index + 1];
    const stepMs = smaller?.sizeMs ?? unit.sizeMs;
    const roundedMs = Math.round(durationMs / stepMs) * stepMs;
    if (roundedMs < unit.sizeMs) continue;
    const whole = Math.floor(roundedMs / unit.sizeMs);
    const rest = smaller ? Math.round((roundedMs - whole * unit.sizeMs) / smaller.sizeMs) : 0;
    const head = `${whole}${space}${unit.name}`;
    return smaller && rest > 0 ? `${head} ${rest}${space}${smaller.name}` : head;
  }
  return `0${space}s`;
}

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Decimal units with three significant digits, as disks are sold and file managers show them: '1.74 MB'. */
export function formatBytes(sizeBytes: number | null | undefined): string {
  if (sizeBytes === null || sizeBytes === undefined || !Number.isFinite(sizeBytes)) return noValue;
  let value = sizeBytes;
  let unit = 0;
  while (Number(value.toPrecision(3)) >= 1000 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(Number(value.toPrecision(unit === 0 ? 4 : 3)))}${space}${byteUnits[unit] ?? ''}`;
}

const relativeUnits = [
  { name: 'year', sizeMs: 365 * 86_400_000 },
  { name: 'month', sizeMs: 30 * 86_400_000 },
  { name: 'day', sizeMs: 86_400_000 },
  { name: 'hour', sizeMs: 3_600_000 },
  { name: 'minute', sizeMs: 60_000 },
] as const;

/** Whether a date can say it: clients may record any whole number as a time. */
export const isMoment = (atMs: number): boolean => Math.abs(atMs) <= 8.64e15;

/** A moment as ISO 8601 has it, in UTC; milliseconds since 1970 where no date can say it. */
export const formatMoment = (atMs: number): string =>
  isMoment(atMs) ? new Date(atMs).toISOString() : `${atMs} ms`;

/** Days since 1970, as dates are measured: '2024-01-01', '2024-01-01 12:00:00', in UTC. */
export function formatDays(days: number, type: 'date' | 'datetime'): string {
  const atMs = Math.round(days * 86_400_000);
  if (!isMoment(atMs)) return `day ${formatNumber(days)} since 1970`;
  const [day = '', time = ''] = new Date(atMs).toISOString().split('T');
  return type === 'date' ? day : `${day} ${time.slice(0, 8)}`;
}

/** 'just now', '5 minutes ago', 'in 2 hours', '3 days ago'. Both times in milliseconds since 1970-01-01 UTC. */
export function formatRelativeTime({ atMs, nowMs }: { atMs: number; nowMs: number }): string {
  const distanceMs = Math.abs(nowMs - atMs);
  const unit = relativeUnits.find(({ sizeMs }) => distanceMs >= sizeMs);
  if (!unit) return 'just now';
  const count = Math.floor(distanceMs / unit.sizeMs);
  const amount = `${count} ${unit.name}${count === 1 ? '' : 's'}`;
  return atMs <= nowMs ? `${amount} ago` : `in ${amount}`;
}
