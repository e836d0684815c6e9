/** Names that differ in more than their case, by a number at the end of those that came later. */
export const distinctNames = (names: readonly string[]): string[] => {
  const given = new Set(names.map((name) => name.toLowerCase()));
  const taken = new Set<string>();
  return names.map((name) => {
    let distinct = name;
    for (let number = 2; taken.has(distinct.toLowerCase()); ) {
      do distinct = `${name}_${number++}`;
      while (given.has(distinct.toLowerCase()));
    }
    taken.add(distinct.toLowerCase());
    return distinct;
  });
};
