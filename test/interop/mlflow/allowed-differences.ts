import type { Difference } from './compare.ts';

interface Allowance {
  /** Tested against `step | where`. */
  readonly at: RegExp;
  /** Tested against what ours answered, where only one deviation is meant. */
  readonly ours?: RegExp;
  readonly reason: string;
}

/** Where the real server is defective, or shows what nobody depends on, and ours does otherwise on purpose. */
export const allowances: readonly Allowance[] = [];

export const withoutAllowed = (differences: readonly Difference[]): Difference[] =>
  differences.filter((difference) => !allowances.some((allowance) => allows(allowance, difference)));

const allows = ({ at, ours }: Allowance, { step, where, right }: Difference): boolean =>
  at.test(`${step} | ${where}`) && (ours === undefined || ours.test(right));
