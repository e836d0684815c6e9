const roundSteps = [1, 2, 5, 10];
const wantedSteps = 5;

function stepOver(span: number): number {
  const rough = span / wantedSteps;
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

/** The round numbers from low to high that an axis names, about five; the only number there is where both are the same. */
export function roundTicks(low: number, high: number): number[] {
  if (low === high) return [low];
  const step = stepOver(high - low);
  // The ends may be off by the error of binary fractions, and are to be named.
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => multipleOf(step, first + index));
}
