import { create } from 'zustand';

/** Runs that are ticked: kept while one looks at a run or a comparison, and shared by all that acts on them. */
export const useTickedRuns = create<{ ids: ReadonlySet<string> }>(() => ({ ids: new Set() }));

export const setTickedRuns = (ids: ReadonlySet<string>): void => useTickedRuns.setState({ ids });
