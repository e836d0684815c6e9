import {
  type ImportCounts,
  mostListedSkips,
  noImportCounts,
  type SkippedItem,
  type SkippedList,
} from '../../../shared/model/foreign-runs.ts';
import type { Reader, Writer } from '../../ports/store-handles.ts';
import { getImportTally, setImportTally } from '../../store/foreign-runs.ts';
import type { Refused } from './import-entries.ts';

/**
 * What an import has added and refused, written in the transactions that do it. So it is right after a death: what was added counts
 * once, when it was added, and what is refused is counted by the attempt that comes to the end.
 */
interface Tally {
  readonly added: ImportCounts;
  readonly refused: SkippedList;
}

export const readTally = (reader: Reader, jobId: string): Tally => {
  const { addedJson, refusedJson } = getImportTally(reader, jobId);
  return {
    added: { ...noImportCounts, ...(JSON.parse(addedJson) as Partial<ImportCounts>) },
    refused: JSON.parse(refusedJson) as SkippedList,
  };
};

const writeTally = (writer: Writer, jobId: string, { added, refused }: Tally): void =>
  setImportTally(writer, jobId, {
    addedJson: JSON.stringify(added),
    refusedJson: JSON.stringify(refused),
  });

export const resetRefused = (writer: Writer, jobId: string): void =>
  writeTally(writer, jobId, { ...readTally(writer, jobId), refused: { count: 0, items: [] } });

/** For one transaction: counts in memory, and writes with `save`. */
export const openTally = (writer: Writer, jobId: string) => {
  const { added, refused } = readTally(writer, jobId);
  const counts = { ...added };
  const items: SkippedItem[] = [...refused.items];
  let { count } = refused;
  return {
    source: getImportTally(writer, jobId).sourceNumber,
    added: (what: keyof ImportCounts, more = 1): void => {
      counts[what] += more;
    },
    refuse: (one: Refused): void => {
      count += 1;
      if (items.length < mostListedSkips) items.push({ ...one, count: 1, line: null });
    },
    save: (): void => writeTally(writer, jobId, { added: counts, refused: { count, items } }),
  };
};
