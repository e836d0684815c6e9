import type { NamedRun } from '../named-run.ts';

/** An image of a run at a step; its path is null where the run has none. */
export interface ShownImage {
  readonly run: NamedRun;
  readonly label: string;
  readonly path: string | null;
  readonly digest: string | null;
}

export type AddressOf = (file: { run: string; path: string; digest: string | null }) => string;

export const nameOf = ({ run, label }: ShownImage): string => `${run.name}, ${label}`;
