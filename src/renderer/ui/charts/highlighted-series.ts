import { createContext } from 'react';

/** The one series that stands out while a name or a line is pointed at, in all charts of a page; ids are those of the series. */
export interface Highlight {
  readonly id: string | null;
  readonly set: (id: string | null) => void;
}
export const HighlightedSeries = createContext<Highlight>({ id: null, set: () => {} });
