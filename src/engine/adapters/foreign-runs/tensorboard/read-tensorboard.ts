import { basename, dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { decodeText, WireFormatError } from '../../../core/protobuf/wire-reader.ts';
import type {
  ForeignChange,
  ForeignItem,
  ForeignRun,
  KnownUnits,
  ReadContext,
} from '../../../ports/foreign-runs.ts';
import { followUnit, goneUnits } from '../follow-units.ts';
import { UnreadableFile } from '../guarded-files.ts';
import { namedExperiment } from '../named-experiment.ts';
import { createPointBuffer, type PointBuffer } from '../point-buffer.ts';
import { createSkipCounter, type SkipCounter } from '../skip-counter.ts';
import { makeSourceId } from '../source-id.ts';
import { fingerprintOf, stampOf } from '../stamps.ts';
import { type Event, parseEvent, type SummaryValue } from './events.ts';
import { type EventFolder, findEventFolders } from './find-event-folders.ts';
import { parseSession, type SessionFacts } from './hyperparameters.ts';
import { readFrames } from './record-frames.ts';

const eventsBetweenTurns = 2000;

/**
 * Reads a folder of event files: the folder is an experiment, each folder with event files in it a run. Scalars become metrics, hyperparameters
 * parameters, texts tags (the last of each), images artifacts inside the event file. Histograms, audio and graphs are counted.
 */
export async function* readTensorboard(
  root: string,
  context: ReadContext = {},
  known: KnownUnits = null,
): AsyncGenerator<ForeignChange> {
  const experimentId = makeSourceId(basename(root));
  const seen = new Set<string>();
  const folders = [...findEventFolders(root)];
  yield namedExperiment(experimentId, basename(root));
  for (const [index, folder] of folders.entries()) {
    context.progress?.({
      phase: `Reading ${folder.path || basename(root)}`,
      completed: index,
      total: folders.length,
    });
    // One that is passed over may be the parent of one that is not.
    if ((known?.get(folder.path)?.runId ?? null) !== null) seen.add(folder.path);
    yield* followUnit({
      known,
      unit: folder.path,
      fingerprint: () => fingerprintOf(folder.files.flatMap((file) => [basename(file), stampOf(file)])),
      read: () => readRun(folder, { experimentId, seen, rootName: basename(root) }, context),
    });
  }
  yield* goneUnits(known, new Set(folders.map(({ path }) => path)));
}

interface Place {
  readonly experimentId: string;
  /** Paths of the runs so far. */
  readonly seen: Set<string>;
  readonly rootName: string;
}

async function* readRun(
  folder: EventFolder,
  place: Place,
  context: ReadContext,
): AsyncGenerator<ForeignItem> {
  const runId = makeSourceId(folder.path);
  // The run comes first in the stream and its end last in the file, so the files are read twice.
  const facts = createFacts();
  const counter = createSkipCounter();
  for await (const { event } of readEvents(folder, counter, context)) {
    const problem = damageOf(() => addFacts(facts, event));
    if (problem !== null) counter.add('record', problem);
  }
  if (!facts.hasValues) {
    counter.add('run', 'Its event files hold no values.');
    yield* counter.finish(folder.folder, null);
    return;
  }
  place.seen.add(folder.path);
  yield toRun(folder, facts, { ...place, runId });
  if (facts.parameters.size > 0) yield { kind: 'parameters', runId, entries: [...facts.parameters] };
  const tags = [...facts.texts, ...(facts.group === '' ? [] : [['tensorboard.group', facts.group] as const])];
  if (tags.length > 0) yield { kind: 'tags', runId, entries: tags };
  yield* readValues(folder, runId, context, counter);
  yield* counter.finish(folder.folder, runId);
}

interface RunFacts {
  hasValues: boolean;
  firstMs: number | null;
  lastMs: number | null;
  group: string;
  session: Partial<SessionFacts>;
  readonly plugins: Map<string, string>;
  readonly parameters: Map<string, string>;
  readonly texts: Map<string, string>;
}

const createFacts = (): RunFacts => ({
  hasValues: false,
  firstMs: null,
  lastMs: null,
  group: '',
  session: {},
  plugins: new Map(),
  parameters: new Map(),
  texts: new Map(),
});

const addFacts = (facts: RunFacts, event: Event): void => {
  // An event without values says when its file was begun, which may be a copy's time.
  if (event.values.length === 0) return;
  facts.hasValues = true;
  facts.firstMs = Math.min(facts.firstMs ?? event.wallTimeMs, event.wallTimeMs);
  facts.lastMs = Math.max(facts.lastMs ?? event.wallTimeMs, event.wallTimeMs);
  for (const value of event.values) {
    const plugin = pluginOf(facts.plugins, value);
    if (plugin === 'hparams') addSession(facts, value.pluginContent);
    if (plugin === 'text' && value.content.kind === 'tensor') {
      facts.texts.set(
        value.tag.replace(/\/text_summary$/, ''),
        value.content.tensor.texts.map(decodeText).join('\n'),
      );
    }
  }
};

const addSession = (facts: RunFacts, content: Uint8Array): void => {
  const session = parseSession(content);
  for (const [key, text] of session.parameters) facts.parameters.set(key, text);
  facts.group ||= session.group;
  facts.session = {
    startedAtMs: session.startedAtMs ?? facts.session.startedAtMs ?? null,
    endedAtMs: session.endedAtMs ?? facts.session.endedAtMs ?? null,
    status: session.status ?? facts.session.status ?? null,
  };
};

/** Only the first value of a tag says which plug-in it is for. */
const pluginOf = (plugins: Map<string, string>, { tag, plugin }: SummaryValue): string => {
  if (plugin === '') return plugins.get(tag) ?? '';
  plugins.set(tag, plugin);
  return plugin;
};

const toRun = (
  folder: EventFolder,
  { session, firstMs, lastMs }: RunFacts,
  { experimentId, seen, rootName, runId }: Place & { runId: string },
): ForeignRun => {
  const parent = dirname(folder.path) === '.' ? '' : dirname(folder.path);
  return {
    kind: 'run',
    id: runId,
    experimentId,
    name: folder.path || rootName,
    // Event files do not say how a run ended, unless its hyperparameters were logged.
    status: session.status ?? 'finished',
    stage: 'active',
    startedAtMs: session.startedAtMs ?? firstMs,
    endedAtMs: session.endedAtMs ?? lastMs,
    deletedAtMs: null,
    user: null,
    parentRunId: folder.path !== '' && seen.has(parent) ? makeSourceId(parent) : null,
    artifactUri: null,
    artifactFolder: null,
  };
};

interface ReadEvent {
  readonly event: Event;
  readonly file: string;
  readonly record: Uint8Array;
  readonly position: number;
}

/** The events of all files of a run. What is damaged goes to the counter. */
async function* readEvents(
  folder: EventFolder,
  counter: SkipCounter,
  { signal }: ReadContext,
): AsyncGenerator<ReadEvent> {
  let sinceTurn = 0;
  for (const file of folder.files) {
    for (const read of readFile(file, counter)) {
      yield read;
      sinceTurn += 1;
      if (sinceTurn % eventsBetweenTurns === 0) await setImmediate();
      signal?.throwIfAborted();
    }
  }
}

function* readFile(file: string, counter: SkipCounter): Generator<ReadEvent> {
  try {
    for (const frame of readFrames(file)) {
      if ('problem' in frame) {
        counter.add('record', `${frame.problem} (${basename(file)} at byte ${frame.position})`);
        continue;
      }
      let event: Event | undefined;
      const problem = damageOf(() => {
        event = parseEvent(frame.record);
      });
      if (problem !== null) counter.add('record', problem);
      else if (event !== undefined) yield { event, file, ...frame };
    }
  } catch (thrown) {
    if (!(thrown instanceof UnreadableFile)) throw thrown;
    counter.add('record', `${basename(file)}: ${thrown.message}`);
  }
}

/** What is wrong with a message that `parse` reads; null: nothing. */
const damageOf = (parse: () => void): string | null => {
  try {
    parse();
    return null;
  } catch (thrown) {
    if (thrown instanceof WireFormatError) return `A record is damaged: ${thrown.message}.`;
    throw thrown;
  }
};

async function* readValues(
  folder: EventFolder,
  runId: string,
  context: ReadContext,
  counter: SkipCounter,
): AsyncGenerator<ForeignItem> {
  const owner = { type: 'run', id: runId } as const;
  const buffer = createPointBuffer(owner);
  const plugins = new Map<string, string>();
  // The first pass has counted what is damaged.
  for await (const read of readEvents(folder, createSkipCounter(), context)) {
    if (read.event.other !== null) counter.add('other', `A ${read.event.other} is not read.`);
    for (const value of read.event.values) {
      const plugin = pluginOf(plugins, value);
      const image = imageOf(value, plugin);
      if (image !== null) yield toArtifact(owner, value.tag, image, read);
      else addValue(value, plugin, read.event, { buffer, counter });
    }
    yield* buffer.takeWhenFull();
  }
  yield* buffer.takeAll();
}

const addValue = (
  { tag, content }: SummaryValue,
  plugin: string,
  event: Event,
  { buffer, counter }: { buffer: PointBuffer; counter: SkipCounter },
): void => {
  const number = numberOf(content, plugin);
  if (number !== undefined) buffer.add(tag, event.step, event.wallTimeMs, number);
  else if (plugin !== 'text' && plugin !== 'hparams') {
    const kind = content.kind === 'tensor' || content.kind === 'none' ? plugin || content.kind : content.kind;
    counter.add('other', `Summaries of the kind “${kind}” are counted and not read.`);
  }
};

const numberOf = (content: SummaryValue['content'], plugin: string): number | undefined => {
  if (content.kind === 'number') return content.value;
  const isScalar = content.kind === 'tensor' && (plugin === 'scalars' || plugin === '');
  return isScalar ? content.tensor.firstNumber : undefined;
};

/** Of an image: encoded bytes of their own, or a tensor of width, height and encoded images. */
const imageOf = ({ content }: SummaryValue, plugin: string): Uint8Array | null => {
  if (content.kind === 'image') return content.bytes;
  if (content.kind !== 'tensor' || plugin !== 'images') return null;
  return content.tensor.texts[2] ?? null;
};

const toArtifact = (
  owner: { type: 'run'; id: string },
  tag: string,
  image: Uint8Array,
  { event, file, record, position }: ReadEvent,
): ForeignItem => ({
  kind: 'artifact',
  owner,
  path: `images/${safePath(tag)}/${event.step}.${imageEnding(image)}`,
  sizeBytes: image.length,
  file,
  offset: position + (image.byteOffset - record.byteOffset),
});

const safePath = (tag: string): string =>
  tag
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/')
    .replaceAll('\0', '') || 'image';

const imageEnding = (image: Uint8Array): string => {
  if (image[0] === 0x89) return 'png';
  if (image[0] === 0xff) return 'jpg';
  return image[0] === 0x47 ? 'gif' : 'img';
};
