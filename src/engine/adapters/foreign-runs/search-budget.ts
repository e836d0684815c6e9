/** Of one search: it ends when it has taken as long, or looked at as much, as a person waits for. */
export interface SearchBudget {
  /** False: stop looking. */
  readonly spend: (entries: number) => boolean;
  readonly isSpent: () => boolean;
}

export const createSearchBudget = ({ entries = 50_000, durationMs = 700 } = {}): SearchBudget => {
  const end = performance.now() + durationMs;
  let left = entries;
  const isSpent = () => left <= 0 || performance.now() > end;
  return {
    spend: (count) => {
      left -= count;
      return !isSpent();
    },
    isSpent,
  };
};
