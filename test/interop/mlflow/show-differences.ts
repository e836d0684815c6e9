/**
 * Prints what two servers answer differently to the same client, for people at work on ours.
 * node test/interop/mlflow/show-differences.ts [--against modelyard|mlflow] [--client 3.17.2] [--scenario runs …] [--raw] [--filters]
 * With `--against mlflow` the real server meets itself: whatever is printed then is not masked and should be.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startMlflowServer, type TrackingServer } from '../../support/mlflow-server.ts';
import { type Client, clients } from './clients.ts';
import { compareSteps, formatDifferences } from './compare.ts';
import { normalise } from './normalise.ts';
import { startOurServer } from './our-server.ts';
import { runFilters } from './run-filters.ts';
import { type GoldenRecord, runGolden } from './run-golden.ts';
import { runRaw } from './run-raw.ts';

const { values: options } = parseArgs({
  options: {
    against: { type: 'string', default: 'modelyard' },
    client: { type: 'string', default: clients[0]!.version },
    scenario: { type: 'string', multiple: true },
    raw: { type: 'boolean', default: false },
    filters: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const client = clients.find(({ version }) => version === options.client);
if (!client) throw new Error(`Clients: ${clients.map(({ version }) => version).join(', ')}`);

const folder = await mkdtemp(join(tmpdir(), 'modelyard-golden-'));
const start = options.against === 'mlflow' ? startMlflowServer : startOurServer;
const servers = [
  await startMlflowServer({ folder: join(folder, 'left') }),
  await start({ folder: join(folder, 'right') }),
];
try {
  const steps = [];
  for (const server of servers) {
    console.error(`${server.name}: ${server.url}`);
    const startMs = Date.now();
    const records = await record(server, client);
    const calls = records.filter(({ kind }) => kind === 'http').length;
    console.error(`  ${records.length} records, ${calls} of them calls, ${((Date.now() - startMs) / 1000).toFixed(1)} s`);
    steps.push(normalise(records, server.url));
  }
  const differences = compareSteps(steps[0]!, steps[1]!);
  console.log(formatDifferences(differences, { left: servers[0]!.name, right: servers[1]!.name }));
  console.error(`${differences.length} differences`);
} finally {
  for (const server of servers) await server.stop();
  if (options.keep) console.error(folder);
  else await rm(folder, { recursive: true, force: true });
}

function record(server: TrackingServer, client: Client): Promise<GoldenRecord[]> {
  if (options.raw) return runRaw(server);
  if (options.filters) return runFilters(server);
  return runGolden({ server, client, folder, ...(options.scenario ? { scenarios: options.scenario } : {}) });
}
