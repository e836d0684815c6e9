/**
 * Turns work that hands out items through a callback into an async generator: the callback resolves when the item was taken and
 * the next one is asked for, so at most one waits. When the consumer stops early, the callback rejects and the work ends.
 */
export async function* handedOver<Item>(
  work: (emit: (item: Item) => Promise<void>) => Promise<void>,
): AsyncGenerator<Item> {
  const stopped = Symbol('stopped');
  type Step = { item: Item } | { end: true } | { error: unknown };
  let arrive: (step: Step) => void = () => {};
  let resume: { go: () => void; stop: () => void } = { go: () => {}, stop: () => {} };
  const next = (): Promise<Step> =>
    new Promise((resolve) => {
      arrive = resolve;
    });

  let step = next();
  const running = work(
    (item) =>
      new Promise<void>((resolve, reject) => {
        resume = { go: resolve, stop: () => reject(stopped) };
        arrive({ item });
      }),
  ).then(
    () => arrive({ end: true }),
    (error: unknown) => arrive(error === stopped ? { end: true } : { error }),
  );
  try {
    for (;;) {
      const arrived = await step;
      if ('error' in arrived) throw arrived.error;
      if ('end' in arrived) return;
      yield arrived.item;
      step = next();
      resume.go();
    }
  } finally {
    resume.stop();
    await running;
  }
}
