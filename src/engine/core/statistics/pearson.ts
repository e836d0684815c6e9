import { mean } from './moments.ts';

/** Product-moment correlation (Pearson 1895), from −1 to 1. NaN where a column does not vary. */
export function pearson(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [centre1, centre2] = [mean(first), mean(second)];
  let [products, squares1, squares2] = [0, 0, 0];
  for (let row = 0; row < first.length; row++) {
    const [one, other] = [first[row]! - centre1, second[row]! - centre2];
    products += one * other;
    squares1 += one * one;
    squares2 += other * other;
  }
  // Two roots multiplied miss equal sums by a bit, and a perfect correlation would not be one.
  const scale = squares1 === squares2 ? squares1 : Math.sqrt(squares1) * Math.sqrt(squares2);
  return scale > 0 ? Math.max(-1, Math.min(1, products / scale)) : Number.NaN;
}
