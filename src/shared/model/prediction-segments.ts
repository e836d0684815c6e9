/** Files of a prediction log: `predictions-<UTC date>-<n>.jsonl`, begun anew every day and when one has grown large. */
export interface PredictionSegment {
  /** `2026-05-31` */
  readonly date: string;
  /** Counts from 1 within a day. */
  readonly number: number;
}

export const segmentFileName = ({ date, number }: PredictionSegment): string =>
  `predictions-${date}-${number}.jsonl`;

/** Null for a file that is no segment. */
export function parseSegmentFileName(name: string): PredictionSegment | null {
  const match = /^predictions-(\d{4}-\d{2}-\d{2})-(\d+)\.jsonl$/.exec(name);
  return match === null ? null : { date: match[1]!, number: Number(match[2]) };
}

/** Oldest first. */
export const compareSegments = (left: PredictionSegment, right: PredictionSegment): number =>
  left.date === right.date ? left.number - right.number : left.date < right.date ? -1 : 1;
