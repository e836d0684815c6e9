/** At most `limit` of the items, first and last among them, at even distances. */
export const evenlyChosen = <Item>(items: readonly Item[], limit: number): readonly Item[] => {
  if (items.length <= limit) return items;
  if (limit === 1) return items.slice(0, 1);
  return Array.from(
    { length: limit },
    (_, index) => items[Math.round((index * (items.length - 1)) / (limit - 1))]!,
  );
};
