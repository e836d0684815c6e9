import { type Route, sameRoute } from './route.ts';

/** The places a window has been, and which of them it shows. */
export interface History {
  entries: readonly Route[];
  position: number;
}

const keptEntries = 200;

export const startAt = (route: Route): History => ({ entries: [route], position: 0 });
export const current = ({ entries, position }: History): Route => entries[position]!;

/** Goes to a place; what lay ahead is forgotten. Going to where one is changes nothing. */
export function goTo(history: History, route: Route): History {
  if (sameRoute(current(history), route)) return history;
  const entries = [...history.entries.slice(0, history.position + 1), route].slice(-keptEntries);
  return { entries, position: entries.length - 1 };
}

/** Changes the present place without a step in the history: a filter while it is typed. */
export function amend(history: History, route: Route): History {
  return { ...history, entries: history.entries.with(history.position, route) };
}

/** From the page of an object to the list it stands in: back if one came from there, otherwise on to it. */
export function toList(history: History): History {
  const { area, id } = current(history);
  if (id === undefined) return history;
  const previous = history.entries[history.position - 1];
  const cameFromList = previous?.area === area && previous.id === undefined;
  return cameFromList ? step(history, -1) : goTo(history, { area });
}

export function step(history: History, by: -1 | 1): History {
  const position = Math.min(Math.max(history.position + by, 0), history.entries.length - 1);
  return position === history.position ? history : { ...history, position };
}
