import { useEffect, useRef } from 'react';
import { create } from 'zustand';

/** Something the user can do here and now: an entry of the palette, and a key if it has one. */
export interface Action {
  id: string;
  title: string;
  /** "Mod+K", "c", "Shift+Enter"; single letters work when no text field has the focus. */
  shortcut?: string | undefined;
  /** Words the palette also finds it by. */
  keywords?: string | undefined;
  disabled?: boolean | undefined;
  run: () => void;
}

/** What the screens on display offer; the last one to come wins a key. */
export const useActions = create<{ offered: readonly (readonly Action[])[] }>(() => ({ offered: [] }));

/** Offers actions while the component is on display. */
export function useOfferActions(actions: readonly Action[]): void {
  // The list is new at each render; its entries' faces say whether it really changed, and `run` is looked up when it is called.
  const latest = useRef(actions);
  latest.current = actions;
  const faces = JSON.stringify(
    actions.map(({ id, title, shortcut, keywords, disabled }) => ({
      id,
      title,
      shortcut,
      keywords,
      disabled,
    })),
  );
  useEffect(() => {
    const offer = (JSON.parse(faces) as Omit<Action, 'run'>[]).map((face) => ({
      ...face,
      run: () => latest.current.find(({ id }) => id === face.id)?.run(),
    }));
    useActions.setState(({ offered }) => ({ offered: [...offered, offer] }));
    return () =>
      useActions.setState(({ offered }) => ({ offered: offered.filter((each) => each !== offer) }));
  }, [faces]);
}
