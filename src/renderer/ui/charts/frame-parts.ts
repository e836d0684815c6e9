export interface LegendEntry {
  label: string;
  color: string;
}

/** Where a drawing goes, in pixels. */
export interface Space {
  width: number;
  height: number;
}
