const roundSteps = [1, 2, 5, 10];
const wantedSteps = 5;

function stepOver(span: number, wanted = wantedSteps): number {
  const rough = span / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  return (roundSteps.find((each) => each * magnitude >= rough) ?? 10) * magnitude;
}

/** Twelve digits are not yet touched by the error of binary fractions. */
const multipleOf = (step: number, times: number) => Number((step * times).toPrecision(12));

/** Ends of an axis that are round and hold low…high: they stay the same while values move within them. A single value gets room around it. */
export function roundEnds(low: number, high: number): readonly [number, number] {
  if (low === high) {
    const step = stepOver(Math.abs(low) || 1);
    return [multipleOf(step, Math.floor(low / step) - 1), multipleOf(step, Math.ceil(high / step) + 1)];
  }
  const step = stepOver(high - low);
  return [multipleOf(step, Math.floor(low / step)), multipleOf(step, Math.ceil(high / step))];
}

/** The round numbers from low to high that an axis names, some five; the only number there is where both are the same. */
export function roundTicks(low: number, high: number, wanted = wantedSteps): number[] {
  if (low === high) return [low];
  const step = stepOver(high - low, wanted);
  // The ends may be off by the error of binary fractions, and are to be named.
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => multipleOf(step, first + index));
}

/** Ends of a logarithmic axis: decades, or the values themselves where they lie within one. */
export function logEnds(low: number, high: number): readonly [number, number] {
  if (high / low < 10 && low !== high) return [low, high];
  const margin = low === high ? 1 : 0;
  return [10 ** (Math.floor(Math.log10(low)) - margin), 10 ** (Math.ceil(Math.log10(high)) + margin)];
}

const roundParts = [1, 2, 5, 10];

/** As `logEnds`, but no wider than to the next 1, 2 or 5: where points fill a plane, half an empty decade is lost to them. */
export function nearLogEnds(low: number, high: number): readonly [number, number] {
  if (high / low < 10) return logEnds(low, high);
  const below = 10 ** Math.floor(Math.log10(low));
  const above = 10 ** Math.floor(Math.log10(high));
  const first = roundParts.findLast((part) => part * below <= low * (1 + 1e-9)) ?? 1;
  const last = roundParts.find((part) => part * above >= high * (1 - 1e-9)) ?? 10;
  return [Number((first * below).toPrecision(12)), Number((last * above).toPrecision(12))];
}

/** With fewer an axis does not say what it counts. */
const fewestTicks = 3;
const everyDigit = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * Decades from low to high, at most some eight of them; 1, 2 and 5 of each where there are few. Where even those are hardly any: every
 * digit, and within a part of a decade the ticks of a linear axis.
 */
export function logTicks(low: number, high: number): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const every = Math.ceil((last - first) / 8);
  const ticksAt = (parts: readonly number[]): number[] => {
    const ticks: number[] = [];
    for (let exponent = first; exponent <= last; exponent += every)
      for (const part of parts) ticks.push(Number(`${part}e${exponent}`));
    return ticks.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  };
  const parts = last - first <= 2 ? [[1, 2, 5], everyDigit] : [[1], [1, 2, 5], everyDigit];
  for (const each of parts) {
    const ticks = ticksAt(each);
    if (ticks.length >= fewestTicks) return ticks;
  }
  const ticks = roundTicks(low, high);
  return ticks.length >= fewestTicks ? ticks : roundTicks(low, high, 2 * wantedSteps);
}

const second = 1000;
const timeSteps = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800].map(
  (seconds) => seconds * second,
);

/** Moments from low to high (milliseconds) that clocks and calendars have names for, about five. */
export function timeTicks(low: number, high: number): number[] {
  if (high - low < wantedSteps * second) return roundTicks(low, high);
  const step =
    timeSteps.find((each) => each * wantedSteps >= high - low) ??
    Math.ceil((high - low) / wantedSteps / (timeSteps.at(-1) ?? second)) * (timeSteps.at(-1) ?? second);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}
