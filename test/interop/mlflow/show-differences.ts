/**
 * Prints what two servers answer differently to the same client, for people at work on ours.
 *
 *   node test/interop/mlflow/show-differences.ts [--against modelyard|mlflow] [--what golden|raw|filters] [--client 3.17.2]
 *     [--scenario runs …] [--recorded FILE] [--all]
 *
 * `--against mlflow`: the real server meets itself; whatever is printed then is not masked and should be.
 * `--recorded`: what the real server did is read from this file, and written to it when it is not there yet.
 * `--all`: also the differences that `allowed-differences.ts` allows.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startMlflowServer, type TrackingServer } from '../../support/mlflow-server.ts';
import { withoutAllowed } from './allowed-differences.ts';
import { clients } from './clients.ts';
import { compareSteps, formatDifferences } from './compare.ts';
import { recordSteps } from './compare-servers.ts';
import type { Step } from './normalise.ts';
import { startOurServer } from './our-server.ts';
import { runFilters } from './run-filters.ts';
import { type GoldenRecord, runGolden } from './run-golden.ts';
import { runRaw } from './run-raw.ts';

const { values: options } = parseArgs({
  options: {
    against: { type: 'string', default: 'modelyard' },
    what: { type: 'string', default: 'golden' },
    client: { type: 'string', default: clients[0].name },
    scenario: { type: 'string', multiple: true },
    recorded: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});
const client = clients.find(({ name }) => name === options.client);
if (!client) throw new Error(`Clients: ${clients.map(({ name }) => name).join(', ')}`);

const left = await realSteps();
const right = await recordSteps(options.against === 'mlflow' ? startMlflowServer : startOurServer, record);
const differences = compareSteps(left, right);
const shown = options.all ? differences : withoutAllowed(differences);
console.log(formatDifferences(shown, { left: 'mlflow', right: options.against }));
console.error(`${shown.length} differences, ${differences.length - shown.length} allowed`);

async function realSteps(): Promise<Step[]> {
  const { recorded } = options;
  if (recorded !== undefined && existsSync(recorded)) return JSON.parse(await readFile(recorded, 'utf8'));
  const steps = await recordSteps(startMlflowServer, record);
  if (recorded !== undefined) await writeFile(recorded, JSON.stringify(steps));
  return steps;
}

async function record(server: TrackingServer, folder: string): Promise<GoldenRecord[]> {
  console.error(`${server.name}: ${server.url}`);
  const startMs = Date.now();
  const records = await ask(server, folder);
  const calls = records.filter(({ kind }) => kind === 'http').length;
  console.error(
    `  ${records.length} records, ${calls} of them calls of the client, ${Date.now() - startMs} ms`,
  );
  return records;
}

function ask(server: TrackingServer, folder: string): Promise<GoldenRecord[]> {
  if (options.what === 'raw') return runRaw(server);
  if (options.what === 'filters') return runFilters(server);
  const { scenario } = options;
  return runGolden({ server, client: client!, folder, ...(scenario ? { scenarios: scenario } : {}) });
}
