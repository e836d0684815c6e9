import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, spawnServer, type TrackingServer, whenHealthy } from '../../support/mlflow-server.ts';

/** The built command line, as the other suites that run it use it. */
const program =
  process.env.MODELYARD_CLI ?? fileURLToPath(new URL('../../../out/cli/modelyard.js', import.meta.url));

/** `modelyard track` on a project below `folder`; a folder that was used before is opened again. */
export async function startOurServer({ folder }: { folder: string }): Promise<TrackingServer> {
  await mkdir(folder, { recursive: true });
  const project = join(folder, 'project');
  const environment = { MODELYARD_USER_DATA: join(folder, 'user-data') };
  if (!existsSync(project)) {
    const env = { ...process.env, ...environment };
    await promisify(execFile)(process.execPath, [program, 'init', project], { env });
  }
  const port = await freePort();
  const child = spawnServer({
    command: process.execPath,
    args: [program, '--project', project, 'track', '--port', String(port)],
    folder,
    environment,
  });
  return whenHealthy({ name: 'modelyard', child, port, folder });
}
