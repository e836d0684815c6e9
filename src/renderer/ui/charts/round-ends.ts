const roundSteps = [1, 2, 2.5, 5, 10];
const gaps = 4;

/** So many digits are not yet touched by the error of binary fractions. */
const withoutError = (value: number) => Number(value.toPrecision(12));

/** Ends of an axis that are round and hold low…high: they stay the same while values move within them. A single value gets room around it. */
export function roundEnds(low: number, high: number): readonly [number, number] {
  const span = high > low ? high - low : Math.abs(low) || 1;
  const magnitude = 10 ** Math.floor(Math.log10(span / gaps));
  const step = (roundSteps.find((each) => each * magnitude >= span / gaps) ?? 10) * magnitude;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return high > low
    ? [withoutError(first * step), withoutError(last * step)]
    : [withoutError((first - 1) * step), withoutError((last + 1) * step)];
}
