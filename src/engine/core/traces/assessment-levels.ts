/** Clients read a hundred levels of messages, of which a value inside a value takes two, and a few stand around an assessment. */
export const mostLevelsOfAssessment = 40;

export const isDeeperThan = (value: unknown, levels: number): boolean => {
  let inside = [value];
  for (let level = 0; level <= levels && inside.length > 0; level += 1)
    inside = inside.flatMap((each): unknown[] =>
      typeof each === 'object' && each !== null ? Object.values(each) : [],
    );
  return inside.length > 0;
};
