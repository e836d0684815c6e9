import type { ImportEntry, JsonSpan } from './import-entries.ts';

/** About as much as the engine writes in a few hundredths of a second. */
const fullWeight = 4000;
/** What may wait in the engine to be written. */
const mostUnstored = 3;

/** Groups entries into messages of bounded size, and waits while the engine is behind. */
export const batchEntries = (tools: {
  emit: (entries: readonly ImportEntry[]) => void;
  stored: (atMost: number) => Promise<void>;
}) => {
  let waiting: ImportEntry[] = [];
  let weight = 0;
  const send = async (): Promise<void> => {
    if (waiting.length > 0) tools.emit(waiting);
    waiting = [];
    weight = 0;
    await tools.stored(mostUnstored);
  };
  return {
    add: async (entry: ImportEntry): Promise<void> => {
      waiting.push(entry);
      weight += weightOf(entry);
      if (weight >= fullWeight) await send();
    },
    flush: async (): Promise<void> => {
      await send();
      await tools.stored(0);
    },
  };
};

/** In points: what takes about as long to write as so many of them. */
const weightOf = (entry: ImportEntry): number => {
  if (entry.kind === 'points') return 1 + entry.points.steps.length;
  if (entry.kind === 'parameters' || entry.kind === 'tags') return weightOfTexts(entry.entries);
  if (entry.kind === 'run') return 10;
  if (entry.kind === 'trace') return 10 + weightOfTexts([...entry.tags, ...entry.metadata]);
  if (entry.kind === 'spans') return entry.spans.reduce((sum, span) => sum + weightOfSpan(span), 1);
  if (entry.kind === 'trace-file' || entry.kind === 'artifact' || entry.kind === 'model-version') return 50;
  return 5;
};

const charactersOfPoint = 60;

/** Its document, and a row in each of its five indexes. */
const weightOfSpan = ({ documentJson }: JsonSpan): number =>
  5 + Math.ceil(documentJson.length / charactersOfPoint);

const weightOfTexts = (entries: readonly (readonly [string, string])[]): number =>
  entries.reduce(
    (sum, [key, value]) => sum + 1 + Math.ceil((key.length + value.length) / charactersOfPoint),
    1,
  );
