import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareSegments, parseSegmentFileName } from '../../shared/model/prediction-segments.ts';
import { type PredictionRecord, predictionRecord } from '../../shared/model/serving.ts';

const blockBytes = 64 * 1024;

/** Each endpoint logs into a folder of its own below the project's folder of predictions. */
export const predictionFolderOf = (predictions: string, endpointId: string): string =>
  join(predictions, endpointId);

/** Absolute paths of all segments of one endpoint, or of every one, oldest first within each. */
export async function listPredictionSegments(predictions: string, endpointId?: string): Promise<string[]> {
  const folders =
    endpointId === undefined
      ? (await namesIn(predictions)).map((name) => join(predictions, name))
      : [predictionFolderOf(predictions, endpointId)];
  const lists = await Promise.all(folders.map(segmentsIn));
  return lists.flat();
}

async function segmentsIn(folder: string): Promise<string[]> {
  return (await namesIn(folder))
    .flatMap((name) => {
      const segment = parseSegmentFileName(name);
      return segment === null ? [] : [{ name, segment }];
    })
    .sort((left, right) => compareSegments(left.segment, right.segment))
    .map(({ name }) => join(folder, name));
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** The newest predictions first, read from the ends of the files: what lies before them is not touched. */
export async function readNewestPredictions(request: {
  predictions: string;
  endpointId?: string | undefined;
  limit: number;
}): Promise<PredictionRecord[]> {
  const { predictions, endpointId, limit } = request;
  const folders = endpointId === undefined ? await namesIn(predictions) : [endpointId];
  const lists = await Promise.all(folders.map((name) => newestOfFolder(join(predictions, name), limit)));
  if (lists.length === 1) return lists[0]!;
  return lists
    .flat()
    .sort((left, right) => (left.time < right.time ? 1 : left.time > right.time ? -1 : 0))
    .slice(0, limit);
}

async function newestOfFolder(folder: string, limit: number): Promise<PredictionRecord[]> {
  const found: PredictionRecord[] = [];
  for (const file of (await segmentsIn(folder)).reverse()) {
    for await (const line of linesFromEnd(file)) {
      const record = parseLine(line);
      if (record !== null) found.push(record);
      if (found.length === limit) return found;
    }
  }
  return found;
}

/** Null for a line that a killed process did not finish. */
function parseLine(line: string): PredictionRecord | null {
  try {
    const parsed = predictionRecord.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

async function* linesFromEnd(path: string): AsyncGenerator<string> {
  const file = await open(path, 'r');
  try {
    let end = (await file.stat()).size;
    // Bytes of the line whose beginning has not been reached yet.
    let rest: Buffer = Buffer.alloc(0);
    while (end > 0) {
      const start = Math.max(0, end - blockBytes);
      const block = Buffer.concat([await readRange(file, start, end), rest]);
      const firstBreak = start === 0 ? -1 : block.indexOf(0x0a);
      end = start;
      rest = block;
      if (start > 0 && firstBreak === -1) continue;
      rest = block.subarray(0, firstBreak + 1);
      const lines = block
        .subarray(firstBreak + 1)
        .toString('utf8')
        .split('\n');
      for (const line of lines.reverse()) if (line !== '') yield line;
    }
  } finally {
    await file.close();
  }
}

async function readRange(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer.subarray(0, bytesRead);
}

/** Counts logged predictions. A file is only read from where it ended when it was counted last. */
export function createPredictionCounter(predictions: string) {
  const known = new Map<string, { bytes: number; lines: number }>();

  const countFile = async (path: string): Promise<number> => {
    const before = known.get(path) ?? { bytes: 0, lines: 0 };
    const { size } = await stat(path);
    if (size === before.bytes) return before.lines;
    const from = size < before.bytes ? { bytes: 0, lines: 0 } : before;
    const lines = from.lines + (await countLineBreaks(path, from.bytes, size));
    known.set(path, { bytes: size, lines });
    return lines;
  };

  return {
    /** Of one endpoint, or of all. */
    count: async (endpointId?: string): Promise<number> => {
      let total = 0;
      for (const path of await listPredictionSegments(predictions, endpointId))
        total += await countFile(path);
      return total;
    },
    /** By the endpoint's id. */
    countByEndpoint: async (): Promise<Map<string, number>> => {
      const counts = new Map<string, number>();
      for (const path of await listPredictionSegments(predictions)) {
        const id = basename(join(path, '..'));
        counts.set(id, (counts.get(id) ?? 0) + (await countFile(path)));
      }
      return counts;
    },
  };
}

async function countLineBreaks(path: string, start: number, end: number): Promise<number> {
  const file = await open(path, 'r');
  try {
    let count = 0;
    for (let position = start; position < end; position += blockBytes) {
      const block = await readRange(file, position, Math.min(end, position + blockBytes));
      for (let at = block.indexOf(0x0a); at !== -1; at = block.indexOf(0x0a, at + 1)) count += 1;
    }
    return count;
  } finally {
    await file.close();
  }
}
