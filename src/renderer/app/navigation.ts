import { create } from 'zustand';
import { amend, current, goTo, type History, startAt, step, toList } from './history.ts';
import type { Route } from './route.ts';

export interface Navigation {
  history: History;
  route: Route;
  /** Goes to a place and remembers where it came from. */
  navigate: (route: Route) => void;
  /** Changes the place without a step in the history, such as a filter while it is typed. */
  replace: (route: Route) => void;
  /** Leaves the page of one object for the list it stands in. */
  toList: () => void;
  back: () => void;
  forward: () => void;
}

const shown = (history: History) => ({ history, route: current(history) });

export const useNavigation = create<Navigation>((set) => ({
  ...shown(startAt({ area: 'overview' })),
  navigate: (route) => set(({ history }) => shown(goTo(history, route))),
  replace: (route) => set(({ history }) => shown(amend(history, route))),
  toList: () => set(({ history }) => shown(toList(history))),
  back: () => set(({ history }) => shown(step(history, -1))),
  forward: () => set(({ history }) => shown(step(history, 1))),
}));

/** The present place; components that only navigate use `navigate` below and are not drawn again. */
export const useRoute = (): Route => useNavigation((state) => state.route);
export const navigate = (route: Route): void => useNavigation.getState().navigate(route);
