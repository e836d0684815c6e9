export interface ComparedGroup {
  readonly name: string;
  /** One a run; null or NaN where it has none. */
  readonly values: readonly (number | null)[];
  /** One a run, such as its seed or fold; null where it has none. Given for both groups, runs are compared in pairs. */
  readonly pairingKeys?: readonly (string | null)[] | undefined;
}
