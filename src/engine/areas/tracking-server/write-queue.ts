import type { Store, Writer } from '../../ports/store-handles.ts';

interface Waiting {
  readonly work: (writer: Writer) => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (reason: unknown) => void;
}

type Outcome = { readonly result: unknown } | { readonly reason: unknown };

/**
 * Group commit: what arrives in one turn of the event loop is written in one transaction, and each caller hears of it when that is on
 * the disk. While the disk is busy more arrives, so the groups grow with the load.
 */
export const createWriteQueue = (store: Store) => {
  let waiting: Waiting[] = [];

  const commit = (): void => {
    const group = waiting;
    waiting = [];
    let outcomes: readonly Outcome[];
    try {
      outcomes = store.write((writer) =>
        group.length === 1
          ? [{ result: group[0]!.work(writer) }]
          : group.map(({ work }) => attempt(writer, work)),
      );
    } catch (reason) {
      for (const { reject } of group) reject(reason);
      return;
    }
    for (const [index, { resolve, reject }] of group.entries()) {
      const outcome = outcomes[index]!;
      if ('reason' in outcome) reject(outcome.reason);
      else resolve(outcome.result as never);
    }
  };

  return <Result>(work: (writer: Writer) => Result): Promise<Result> =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ work, resolve, reject });
      if (waiting.length === 1) setImmediate(commit);
    });
};

/** One caller's failure undoes what that caller wrote and nothing else. */
const attempt = (writer: Writer, work: (writer: Writer) => unknown): Outcome => {
  writer.run('SAVEPOINT caller');
  try {
    const result = work(writer);
    writer.run('RELEASE caller');
    return { result };
  } catch (reason) {
    writer.run('ROLLBACK TO caller');
    writer.run('RELEASE caller');
    return { reason };
  }
};
