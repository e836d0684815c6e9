/** Of one search: it ends when it has taken as long, or looked at as much, as a person waits for. */
export interface SearchBudget {
  readonly spend: (entries: number) => void;
  readonly isSpent: () => boolean;
}

export const createSearchBudget = ({ entries = 50_000, durationMs = 700 } = {}): SearchBudget => {
  const end = performance.now() + durationMs;
  let left = entries;
  const isSpent = () => left <= 0 || performance.now() > end;
  return {
    spend: (count) => {
      left -= count;
    },
    isSpent,
  };
};

/** Of a search that somebody asked for by name, who can see it go on and stop it. */
export const endlessBudget: SearchBudget = { spend: () => undefined, isSpent: () => false };
