import type { ForeignChange, ForeignItem, KnownUnits, SkippedItem } from '../../ports/foreign-runs.ts';

interface Unit {
  readonly known: KnownUnits;
  readonly unit: string;
  /** Asked before it is read: what is written meanwhile makes another one. */
  readonly fingerprint: () => string;
  readonly read: () => AsyncIterable<ForeignItem>;
}

/** The unit and its end; nothing of one that is as it is known. Where changes are not followed, the unit alone. */
export async function* followUnit({ known, unit, fingerprint, read }: Unit): AsyncGenerator<ForeignChange> {
  if (known === null) {
    yield* read();
    return;
  }
  const now = fingerprint();
  if (known.get(unit)?.fingerprint === now) return;
  const end = endOfUnit(unit, now);
  for await (const item of read()) if (end.passes(item)) yield item;
  yield end.finish();
}

export function* goneUnits(known: KnownUnits, seen: ReadonlySet<string>): Generator<ForeignChange> {
  for (const unit of known?.keys() ?? []) if (!seen.has(unit)) yield { kind: 'unit-gone', unit };
}

/** Puts together what the end of a unit tells of its items. */
export const endOfUnit = (unit: string, fingerprint: string) => {
  const skipped: SkippedItem[] = [];
  let runId: string | null = null;
  return {
    /** Whether the item is for the stream, and not for the end. */
    passes: (item: ForeignItem): boolean => {
      if (item.kind === 'run') runId = item.id;
      if (item.kind === 'skipped') skipped.push(item);
      return item.kind !== 'skipped';
    },
    finish: (): ForeignChange => ({ kind: 'unit-end', unit, runId, fingerprint, skipped }),
  };
};

/** Whether it is part of what a source holds, and not of how changes are followed. */
export const isItem = (change: ForeignChange): change is ForeignItem =>
  change.kind !== 'unit-end' && change.kind !== 'unit-gone' && change.kind !== 'mark';
