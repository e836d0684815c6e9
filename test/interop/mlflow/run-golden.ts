import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TrackingServer } from '../../support/mlflow-server.ts';
import { ensurePython, runPython } from '../../support/python.ts';
import type { Client } from './clients.ts';

/** One line that `golden/recorder.py` writes. */
export type GoldenRecord = { readonly kind: string; readonly [field: string]: unknown };

const program = fileURLToPath(new URL('golden/golden.py', import.meta.url));

/** Runs the client's scenarios, or some of them, and answers what was asked and answered. `folder` gets the record. */
export async function runGolden(call: {
  server: TrackingServer;
  client: Client;
  folder: string;
  scenarios?: readonly string[];
}): Promise<GoldenRecord[]> {
  const { server, client, folder, scenarios = client.scenarios } = call;
  const path = join(folder, `${server.port}-${client.name}.jsonl`);
  await runPython({
    interpreter: await ensurePython(client.packages),
    code: 'import os, runpy, sys; sys.path.insert(0, os.path.dirname(sys.argv[1])); sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name="__main__")',
    arguments: [program, server.url, path, ...scenarios],
  });
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}
