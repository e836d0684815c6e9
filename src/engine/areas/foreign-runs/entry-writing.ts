import type { ImportCounts } from '../../../shared/model/foreign-runs.ts';
import type { EventLog, ObjectStore, Writer } from '../../ports/store-handles.ts';
import type { KeyNumbers } from '../../store/run-values.ts';
import type { Refused, StagedFile } from './import-entries.ts';

/** What writing an entry may use, and where it says what came of it. */
export interface EntryWriting {
  readonly writer: Writer;
  readonly objects: Pick<ObjectStore, 'place'>;
  readonly eventLog: EventLog;
  readonly nowMs: number;
  /** The number of the source. */
  readonly source: number;
  /** The source is linked: what it says counts, also over what is here from it. */
  readonly isLinked: boolean;
  /** For this transaction. */
  readonly keys: KeyNumbers;
  readonly fileOf: (staged: StagedFile) => string;
  readonly added: (what: keyof ImportCounts, count?: number) => void;
  readonly refuse: (refused: Refused) => void;
  /** Objects that a run held which is written anew or gone: those that nobody holds when all is written can go. */
  readonly release: (digests: readonly string[]) => void;
}
