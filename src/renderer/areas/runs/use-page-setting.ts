import { useCallback } from 'react';
import { create } from 'zustand';
import { linkOf, useRoute } from '../../app/index.ts';

/** By page and name; what was never chosen is not there. */
const useChosen = create<Readonly<Record<string, unknown>>>(() => ({}));

type Setter<Value> = (next: Value | ((before: Value) => Value)) => void;

/**
 * A choice that belongs to a page, such as the axes of one comparison: kept through its tabs, and for when one comes back to it, until
 * the window is closed. `usual` holds until something is chosen.
 */
export function usePageSetting<Value>(name: string, usual: Value): readonly [Value, Setter<Value>] {
  const place = `${linkOf({ ...useRoute(), tab: undefined })} ${name}`;
  const chosen = useChosen((all) => all[place]) as Value | undefined;
  const value = chosen === undefined ? usual : chosen;
  const set = useCallback<Setter<Value>>(
    (next) =>
      useChosen.setState((all) => {
        const before = all[place] === undefined ? usual : (all[place] as Value);
        return { [place]: next instanceof Function ? next(before) : next };
      }),
    [place, usual],
  );
  return [value, set];
}
