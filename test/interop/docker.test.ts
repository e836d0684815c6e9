import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDockerRuntime } from '../../src/engine/adapters/docker/create-docker-runtime.ts';
import { runBuildImageJob } from '../../src/engine/areas/exports/build-image-job.ts';
import { createExportsArea } from '../../src/engine/areas/exports/create-exports-area.ts';
import { buildImageDefinition, exportDefinition } from '../../src/engine/areas/exports/export-definitions.ts';
import { runExportJob } from '../../src/engine/areas/exports/export-job.ts';
import { createServingArea } from '../../src/engine/areas/serving/create-serving-area.ts';
import { exportOptions } from '../../src/shared/contract/exports.ts';
import { buildServingProgram } from '../support/built-serving.ts';
import { type DockerEngine, startDockerEngine } from '../support/docker-engine.ts';
import { callContext, openTestProject, runEnqueued } from '../support/project-services.ts';
import { registerChurn } from '../support/registered-models.ts';
import { sendHttp } from '../support/serving-process.ts';

interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

let engine: DockerEngine;
let built: string;

beforeAll(async () => {
  [engine, built] = await Promise.all([startDockerEngine(), buildServingProgram()]);
});
afterAll(() => engine?.stop());

test('an export is built and run on a real Docker engine, and answers the same bytes as the local server', async () => {
  const containers = createDockerRuntime({ socketPath: engine.socketPath });
  const services = openTestProject({ built, containers });
  await registerChurn(services);
  const { handlers } = createExportsArea(services);
  const { exportId } = await handlers['exports.create']({
    model: 'churn',
    folder: 'bundle',
    options: exportOptions.parse({ image: 'team/churn:v1' }),
    build: true,
  });
  const { lines, output } = await runEnqueued(services, exportDefinition, runExportJob);
  expect(lines.some((line) => line.startsWith('Step '))).toBe(true);
  const summary = await handlers['exports.get']({ export: exportId });
  expect(summary).toMatchObject({ state: 'ready', imageState: 'built', imageId: output.image?.imageId });
  expect(summary.imageSizeBytes).toBeLessThan(250e6);

  const container = await handlers['exports.run']({ export: exportId }, callContext());
  expect(container).toMatchObject({ state: 'running', health: 'healthy', exportId, image: 'team/churn:v1' });
  const port = Number(new URL(container.address!).port);

  const serving = createServingArea(services);
  const endpoint = await serving.handlers['serving.start']({ model: 'churn' }, callContext());
  const recorded = JSON.parse(
    readFileSync(join(services.paths.folder, 'bundle', 'requests.json'), 'utf8'),
  ) as Recorded[];
  expect(recorded.length).toBeGreaterThan(3);
  for (const request of recorded) {
    const inContainer = await sendHttp(port, request);
    const local = await sendHttp(endpoint.port, request);
    expect([inContainer.status, inContainer.text]).toEqual([request.status, request.answer]);
    expect([local.status, local.text]).toEqual([request.status, request.answer]);
  }
  await serving.close();

  const listed = await handlers['exports.containers']();
  expect(listed).toMatchObject([{ id: container.id, exportId }]);
  await handlers['exports.stop']({ container: container.id });
  expect(await handlers['exports.containers']()).toEqual([]);
  await containers.remove(container.id);
});

test('a build that fails says what failed, and leaves the export as it is', async () => {
  const containers = createDockerRuntime({ socketPath: engine.socketPath });
  const services = openTestProject({ built, containers });
  await registerChurn(services);
  const { handlers } = createExportsArea(services);
  const options = exportOptions.parse({});
  const { exportId } = await handlers['exports.create']({
    model: 'churn',
    folder: 'bundle',
    options,
    build: false,
  });
  await runEnqueued(services, exportDefinition, runExportJob);
  const dockerfile = join(services.paths.folder, 'bundle', 'Dockerfile');
  writeFileSync(dockerfile, 'FROM node:24-bookworm-slim\nCOPY nothing-here /app/\n');
  await handlers['exports.build']({ export: exportId });
  await expect(runEnqueued(services, buildImageDefinition, runBuildImageJob)).rejects.toMatchObject({
    code: 'job-failed',
    message: expect.stringContaining('nothing-here'),
  });
  expect(await handlers['exports.get']({ export: exportId })).toMatchObject({
    state: 'ready',
    imageState: 'failed',
  });
});
