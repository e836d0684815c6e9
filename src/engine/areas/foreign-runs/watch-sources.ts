import type { ProjectServices } from '../../ports/project-services.ts';
import { type LinkedSource, linkedSources, liveliestUnits } from '../../store/linked-sources.ts';
import type { SourceReader } from './source-reader.ts';

type Services = Pick<ProjectServices, 'store' | 'foreignRuns' | 'clock' | 'logger'>;

const lookEveryMs = 3000;
/** Looked at one by one: runs that go on, and those that began last. */
const livelyUnits = 20;
/** A source that takes long to read is not read all the time. */
const restFactor = 5;

interface Watched {
  /** Which units were looked at, and what was seen. */
  readonly units: readonly string[];
  readonly look: string;
  restsUntilMs: number;
}

/** Looks at linked sources every few seconds, and has read what has changed. Nothing but sizes and times are asked for in between. */
export const watchSources = ({ store, foreignRuns, clock, logger }: Services, reader: SourceReader) => {
  const watched = new Map<number, Watched>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let isClosed = false;

  const livelyOf = ({ number }: LinkedSource): string[] => liveliestUnits(store.reader, number, livelyUnits);

  /** The look is taken before, so that what is written while it is read shows with the next one. */
  const readOnce = async (source: LinkedSource): Promise<Watched> => {
    const units = livelyOf(source);
    const look = await foreignRuns.look(source, units);
    const startedAtMs = clock.nowMs();
    await reader.read(source.number);
    const endedAtMs = clock.nowMs();
    return { units, look, restsUntilMs: endedAtMs + (endedAtMs - startedAtMs) * restFactor };
  };

  const read = async (source: LinkedSource): Promise<void> => {
    const state = await readOnce(source);
    watched.set(source.number, state);
    if (isClosed) return;
    // Runs that came with this reading were not looked at before it, so they are read once more, with a look before. Any change of a
    // database shows in its one file.
    if (source.format !== 'mlflow-database' && String(livelyOf(source)) !== String(state.units))
      watched.set(source.number, await readOnce(source));
  };

  const lookAtAll = async (): Promise<void> => {
    for (const source of linkedSources(store.reader)) {
      const state = watched.get(source.number);
      if (isClosed) return;
      if (reader.stateOf(source.number) !== null || clock.nowMs() < (state?.restsUntilMs ?? 0)) continue;
      if (state === undefined || state.look !== (await foreignRuns.look(source, state.units)))
        await read(source);
    }
  };

  /** One look at a time: a reading that takes long is not joined by others. */
  const lookNow = (): void => {
    if (isLooking) return;
    isLooking = true;
    lookAtAll()
      .catch((thrown) => logger.warn('Linked sources could not be looked at', { reason: String(thrown) }))
      .finally(() => {
        isLooking = false;
      });
  };

  return {
    read,
    start: (): void => {
      lookNow();
      timer = setInterval(lookNow, lookEveryMs);
      timer.unref();
    },
    close: (): void => {
      isClosed = true;
      clearInterval(timer);
    },
  };
};
