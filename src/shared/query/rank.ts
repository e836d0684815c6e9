/**
 * How well a typed text fits a name, from 4 to 0: the beginning, the beginning of a word in it, anywhere in it, its letters in that
 * order, not at all. Both in lower case.
 */
export const fitOf = (name: string, typed: string): number => {
  const position = name.indexOf(typed);
  if (position === 0) return 4;
  if (position > 0) return /[\p{L}\p{N}]/u.test(name[position - 1]!) ? 2 : 3;
  return isSubsequence(name, typed) ? 1 : 0;
};

const isSubsequence = (name: string, typed: string): boolean => {
  let position = -1;
  for (let index = 0; index < typed.length; index += 1) {
    position = name.indexOf(typed.charAt(index), position + 1);
    if (position === -1) return false;
  }
  return true;
};

/** Names of one sort, and what to make of those that are chosen. */
export interface Candidates<T> {
  readonly names: readonly string[];
  readonly make: (name: string) => T;
}

/** The `limit` best of all, equally good ones in their own order. Linear: nothing is sorted, and only the chosen are made. */
export const rank = <T>(groups: readonly Candidates<T>[], typed: string, limit: number): T[] => {
  const wanted = typed.toLowerCase();
  const byFit: { name: string; make: (name: string) => T }[][] = [[], [], [], [], []];
  for (const { names, make } of groups) {
    for (const name of names) {
      const found = byFit[fitOf(name.toLowerCase(), wanted)]!;
      if (found.length < limit) found.push({ name, make });
    }
  }
  return [4, 3, 2, 1]
    .flatMap((fit) => byFit[fit]!)
    .slice(0, limit)
    .map(({ name, make }) => make(name));
};
