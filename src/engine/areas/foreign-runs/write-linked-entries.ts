import { isImportedFrom } from '../../store/foreign-runs.ts';
import { dropStaleHistories, saveLinkedFile } from '../../store/linked-runs.ts';
import { forgetUnit, saveUnit } from '../../store/linked-sources.ts';
import { findRunById } from '../../store/runs.ts';
import { removeLinkedRuns } from '../../store/unlink-source.ts';
import type { EntryWriting } from './entry-writing.ts';
import type { ReferenceEntry, UnitEndEntry, UnitGoneEntry } from './import-entries.ts';

export const writeReference = ({ writer, source, added }: EntryWriting, entry: ReferenceEntry): void => {
  const { owner } = entry;
  if (!isImportedFrom(writer, owner.type, owner.id, source)) return;
  if (saveLinkedFile(writer, source, entry)) added('artifacts');
};

/** From here on the unit is known, and is passed over until it changes. */
export const writeUnitEnd = ({ writer, source }: EntryWriting, entry: UnitEndEntry): void => {
  const { unit, skipped } = entry;
  // A run that was refused, because it is here from elsewhere, is none of this source.
  const runId =
    entry.runId !== null && isImportedFrom(writer, 'run', entry.runId, source) ? entry.runId : null;
  const isComplete = runId === null || dropStaleHistories(writer, runId, entry.points);
  saveUnit(writer, source, { unit, runId, skipped, fingerprint: isComplete ? entry.fingerprint : null });
};

export const writeUnitGone = ({ writer, source, release }: EntryWriting, { unit }: UnitGoneEntry): void => {
  const runId = forgetUnit(writer, source, unit);
  const run = runId === null ? undefined : findRunById(writer, runId);
  if (run !== undefined) release(removeLinkedRuns(writer, [run]));
};
