// The process that tracking clients log to. Built to out/engine/tracking-server.js and started by the engine.
import { randomUUID } from 'node:crypto';
import { toErrorData } from '../../shared/errors.ts';
import type { TrackingServerMessage } from '../../shared/model/tracking-server-messages.ts';
import { createMachine } from '../adapters/machine/create-machine.ts';
import { projectPaths } from '../areas/projects/project-paths.ts';
import { serveTracking } from '../areas/tracking-server/serve-tracking.ts';
import { endWithParent } from './end-with-parent.ts';
import { createStderrLogger } from './stderr-logger.ts';

const tell = (message: TrackingServerMessage): void => {
  if (process.connected) process.send?.(message);
};

const failureCodes = ['port-in-use', 'invalid-input', 'project-damaged'] as const;

const fail = (thrown: unknown): void => {
  const { code, message } = toErrorData(thrown);
  const known = failureCodes.find((name) => name === code) ?? 'unavailable';
  const failure: TrackingServerMessage = { kind: 'failed', code: known, message };
  if (process.send === undefined) process.exit(1);
  process.send(failure, undefined, undefined, () => process.exit(1));
};

let server: Awaited<ReturnType<typeof serveTracking>> | undefined;
endWithParent(() => server?.close());
try {
  server = await serveTracking({
    paths: projectPaths(process.env.MODELYARD_PROJECT ?? process.cwd()),
    port: Number(process.env.PORT ?? 5000),
    clock: { nowMs: Date.now },
    ids: { next: () => randomUUID().replaceAll('-', '') },
    machine: createMachine({ nowMs: Date.now }),
    logger: createStderrLogger('warn'),
    tell,
  });
  tell({ kind: 'ready', port: server.port });
} catch (thrown) {
  fail(thrown);
}
