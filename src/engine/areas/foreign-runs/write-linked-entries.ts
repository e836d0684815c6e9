import type { Writer } from '../../ports/store-handles.ts';
import { isImportedFrom } from '../../store/foreign-runs.ts';
import { dropStaleHistories, saveLinkedFile } from '../../store/linked-runs.ts';
import { forgetUnit, runOfUnit, saveUnit } from '../../store/linked-sources.ts';
import type { EntryWriting } from './entry-writing.ts';
import type { ReferenceEntry, UnitEndEntry, UnitGoneEntry } from './import-entries.ts';
import { refusalOf } from './write-run-entries.ts';

export const writeReference = ({ writer, source, added }: EntryWriting, entry: ReferenceEntry): void => {
  const { owner } = entry;
  if (!isImportedFrom(writer, owner.type, owner.id, source)) return;
  if (saveLinkedFile(writer, source, entry)) added('artifacts');
};

/** From here on the unit is known, and is passed over until it changes. */
export const writeUnitEnd = ({ writer, source }: EntryWriting, entry: UnitEndEntry): void => {
  const { unit } = entry;
  const runId = heldRun(writer, source, entry);
  const isComplete =
    runId === null || runId !== entry.runId || dropStaleHistories(writer, runId, entry.points);
  saveUnit(writer, source, {
    ...{ unit, runId, fingerprint: isComplete ? entry.fingerprint : null },
    skipped:
      entry.runId === null || runId !== null
        ? entry.skipped
        : {
            count: 1,
            items: [{ ...refusalOf(writer, { id: entry.runId, name: unit }), count: 1, line: null }],
          },
  });
};

/** A unit that cannot be read at present keeps the run it had. One that is here from elsewhere was refused, and is none of this source. */
const heldRun = (writer: Writer, source: number, { unit, runId }: UnitEndEntry): string | null => {
  if (runId === null) return runOfUnit(writer, source, unit);
  return isImportedFrom(writer, 'run', runId, source) ? runId : null;
};

export const writeUnitGone = ({ writer, source }: EntryWriting, { unit }: UnitGoneEntry): void =>
  forgetUnit(writer, source, unit);
