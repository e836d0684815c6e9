/** The Python that the window copies finds, through MLflow's own client, the runs that the table shows. */
import { expect, test } from 'vitest';
import { searchSnippet } from '../../src/shared/model/search-snippet.ts';
import { mlflowPackages } from '../support/mlflow-server.ts';
import { ensurePython, runPython } from '../support/python.ts';
import { logSweep, sweepClient } from '../support/sweep-runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { startOurServer } from './mlflow/our-server.ts';

test('whether MLflow can say the filter or not', async () => {
  const interpreter = await ensurePython(mlflowPackages);
  const server = await startOurServer({ folder: temporaryFolder() });
  try {
    const client = await sweepClient(server.url);
    await logSweep(client, { experiment: 'a "quoted" sweep', runs: 130, points: 0 });
    const find = async (snippet: string) =>
      JSON.parse(
        await runPython({
          interpreter,
          code: `${snippet.replace('print(len(runs))', '')}\nimport json\nprint(json.dumps(list(runs["run_id"])))`,
        }),
      ) as string[];
    const base = { address: server.url, experiment: 'a "quoted" sweep', ids: client.ids };
    const adam = "params.optimizer = 'adam' and metrics.auc > 0.7";
    const byFilter = await find(searchSnippet({ ...base, filter: adam }));
    expect(byFilter.length).toBeGreaterThan(5);
    expect(byFilter.length).toBeLessThan(100);
    expect(new Set(await find(searchSnippet({ ...base, filter: '' })))).toEqual(new Set(client.ids));
    // More than one request's worth of names, in an order that is not the server's.
    const ids = client.ids.toReversed();
    expect(await find(searchSnippet({ ...base, ids, filter: 'metrics.auc > 0 or metrics.auc < 0' }))).toEqual(
      ids,
    );
    expect(await find(searchSnippet({ ...base, ids: ids.slice(0, 3), filter: null }))).toEqual(
      ids.slice(0, 3),
    );
  } finally {
    server.child.kill();
  }
});
