import { useCallback } from 'react';
import { create } from 'zustand';
import { linkOf, useRoute } from '../../app/index.ts';
import { useProject } from '../../client/index.ts';
import { recall, remember } from '../../ui/index.ts';

type Choices = Readonly<Record<string, unknown>>;

const storageKey = 'page-settings';
const isChoices = (value: unknown): value is Choices => typeof value === 'object' && value !== null;

/** By project, page and name, what was chosen last at the end; what was never chosen is not there. */
const useChosen = create<Choices>(() => recall(storageKey, isChoices) ?? {});

const mostKept = 100;
const mostCharacters = 20_000;
const restMs = 500;
let waiting: ReturnType<typeof setTimeout> | undefined;

/** For the next start of the window. Thousands of chosen runs are of this one alone. */
const keep = (): void => {
  const kept = Object.entries(useChosen.getState())
    .filter(([place, value]) => place.length + JSON.stringify(value).length < mostCharacters)
    .slice(-mostKept);
  remember(storageKey, Object.fromEntries(kept));
};

type Setter<Value> = (next: Value | ((before: Value) => Value)) => void;

/**
 * A choice that belongs to a page, such as the axes of one comparison: kept through its tabs, and for when one comes back to it, also after
 * a restart, and whichever filter found the runs, unless it is `ofTheseRuns` alone. It has to be what JSON can say. `usual` holds until something
 * is chosen.
 */
export function usePageSetting<Value>(
  name: string,
  usual: Value,
  { ofTheseRuns = false }: { ofTheseRuns?: boolean } = {},
): readonly [Value, Setter<Value>] {
  const folder = useProject((state) => state.info?.folder) ?? '';
  const route = useRoute();
  const { filter: _, ...search } = route.search ?? {};
  const page = { ...route, tab: undefined, ...(!ofTheseRuns && { search }) };
  const place = `${folder} ${linkOf(page)} ${name}`;
  const chosen = useChosen((all) => all[place]) as Value | undefined;
  const value = chosen === undefined ? usual : chosen;
  const set = useCallback<Setter<Value>>(
    (next) => {
      const { [place]: known, ...others } = useChosen.getState();
      const before = known === undefined ? usual : (known as Value);
      useChosen.setState({ ...others, [place]: next instanceof Function ? next(before) : next }, true);
      clearTimeout(waiting);
      waiting = setTimeout(keep, restMs);
    },
    [place, usual],
  );
  return [value, set];
}

/** A setting that is one of `options`, which change with the runs: `usual` where what was chosen is not among them. */
export function usePageChoice<Usual extends string | null>(
  name: string,
  usual: Usual,
  options: readonly { readonly value: string }[],
): readonly [string | Usual, Setter<string | Usual>] {
  const [chosen, set] = usePageSetting<string | Usual>(name, usual);
  return [options.some(({ value }) => value === chosen) ? chosen : usual, set];
}
