import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { churnModel, writeBundle } from '../../test/support/tiny-models.ts';
import { createAdmission } from './admission.ts';
import { loadBundle } from './bundle.ts';
import { createHttpServer } from './http-server.ts';
import { createMetrics } from './metrics.ts';
import { createPredictor, type Predictor } from './predictor.ts';

/** A server whose predictions wait until the test lets them go, so that requests are under way at the same time for certain. */
const startGated = async ({ places }: { places: number }) => {
  const folder = temporaryFolder();
  const manifest = await writeBundle(folder, churnModel());
  const real = await createPredictor(await loadBundle(folder));
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const admission = createAdmission(places);
  const predictor: Predictor = {
    predict: async (rows) => {
      await gate;
      return await real.predict(rows);
    },
    close: real.close,
  };
  const app = createHttpServer({
    manifest,
    settings: { maxBodyBytes: 10_000, allowedHosts: null },
    metrics: createMetrics(manifest, () => admission.underWay),
    admission,
    log: null,
    predictor: () => predictor,
    onAnswered: () => {},
    onFailed: () => {},
  });
  onTestFinished(async () => {
    await app.close();
    await real.close();
  });
  const post = () =>
    app.inject({
      method: 'POST',
      url: '/predict',
      headers: { 'content-type': 'application/json', host: '127.0.0.1' },
      payload: { features: [10, 'monthly'] },
    });
  return { post, open, admission };
};

test('refuses what exceeds its queue at once, answers the rest, and takes new requests afterwards', async () => {
  const { post, open, admission } = await startGated({ places: 2 });
  const admitted = [post(), post()];
  while (admission.underWay < 2) await new Promise((resolve) => setImmediate(resolve));
  const refused = await post();
  expect(refused.statusCode).toBe(429);
  expect([refused.json().error.code, refused.headers['retry-after']]).toEqual(['queue-full', '1']);

  open();
  expect((await Promise.all(admitted)).map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  expect(admission.underWay).toBe(0);
  expect((await post()).statusCode).toBe(200);
});
