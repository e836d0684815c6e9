export interface Midranks {
  /** One a value, from 1; equal values share the mean of their ranks. */
  readonly ranks: Float64Array;
  /** Σ (t³ − t) over the groups of t equal values: what ties take from the variance of rank statistics. 0 without ties. */
  readonly tieTerm: number;
}

/** Ranks of values without NaN. */
export function midranks(values: ArrayLike<number>): Midranks {
  const order = Uint32Array.from({ length: values.length }, (_, index) => index).sort(
    // Not the difference: ∞ − ∞ is no order.
    (a, b) => Number(values[a]! > values[b]!) - Number(values[a]! < values[b]!),
  );
  const ranks = new Float64Array(values.length);
  let tieTerm = 0;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let position = from; position < to; position++) ranks[order[position]!] = (from + 1 + to) / 2;
    tieTerm += (to - from) ** 3 - (to - from);
    from = to;
  }
  return { ranks, tieTerm };
}
