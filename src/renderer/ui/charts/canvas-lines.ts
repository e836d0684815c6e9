/** Lines of one look that lie on a canvas, as a file holds them: sharp at any size. */
export interface CanvasLines {
  readonly color: string;
  readonly width: number;
  readonly opacity: number;
  /** SVG paths, in the canvas's own units; one a line, so that lines over each other grow darker. */
  readonly paths: readonly string[];
}

/** What a canvas shows, for whoever saves it. */
export const linesOnCanvas = new WeakMap<HTMLCanvasElement, () => readonly CanvasLines[]>();
