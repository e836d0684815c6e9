import { earliestMs, latestMs } from '../../../store/traces.ts';
import { duration, type Field } from './fields.ts';
import { invalid } from './tracking-error.ts';

const between = (
  field: Field<number | undefined>,
  { least, most, says }: { least: number; most: number; says: string },
): Field<number | undefined> => ({
  read: (value, path) => {
    const read = field.read(value, path);
    if (read !== undefined && (read < least || read > most))
      throw invalid(`The value for parameter '${path}' ${says}`);
    return read;
  },
});

/** A time of a trace, in epoch milliseconds. */
export const traceTime = (field: Field<number | undefined>): Field<number | undefined> =>
  between(field, {
    ...{ least: earliestMs, most: latestMs },
    says: 'must be a time from the year 1 to the year 9999, which is what clients can read.',
  });

/** As protocol buffers bound durations. */
const maxDurationMs = 315_576_000_000_000;
export const traceDuration = between(duration, {
  ...{ least: -maxDurationMs, most: maxDurationMs },
  says: 'must be a duration of at most 315576000000s, which is 10,000 years.',
});
