import { type KeyUse, tellsApart } from './metric-order.ts';

/** What runs are made with, before how it is set. */
const first = ['learner', 'model', 'algorithm'];
/** In a table of a search, what one looks for first. */
const rates = /(^|[._/])(lr|learning_?rate|eta)$/i;
const seeds = /^(random_?)?(seed|state)$/i;
/** Words of which there are more are names of something, not choices. */
const mostChoices = 12;

export interface ParameterUse extends KeyUse {
  readonly kind: 'number' | 'text' | 'mixed';
}

/** Parameters by which runs differ, what tells most first: what learns, choices, then numbers, the learning rate before others; seeds last. Words that nearly every run has its own of are left out. */
export const tellingParameters = (uses: ReadonlyMap<string, ParameterUse>): string[] => {
  const tells = tellsApart(uses);
  const rank = (name: string, { kind }: ParameterUse): number => {
    const place = first.indexOf(name);
    if (place !== -1) return place;
    if (seeds.test(name)) return first.length + 3;
    if (kind !== 'number') return first.length;
    return first.length + (rates.test(name) ? 1 : 2);
  };
  return [...uses]
    .filter(([name, { kind, values }]) => tells(name) && (kind === 'number' || values <= mostChoices))
    .sort(
      ([one, use], [other, otherUse]) => rank(one, use) - rank(other, otherUse) || one.localeCompare(other),
    )
    .map(([name]) => name);
};
