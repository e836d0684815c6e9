import type Docker from 'dockerode';
import { EngineError } from '../../../shared/errors.ts';
import type { ContainerRuntime, ContainerState } from '../../ports/container-runtime.ts';
import { followBuild } from './follow-build.ts';
import { packContext } from './pack-context.ts';

const probeTimeoutMs = 3000;
const stopGraceSeconds = 10;

/** The Docker engine that DOCKER_HOST names, or the one of this machine. `socketPath` is for another one. */
export function createDockerRuntime({ socketPath }: { socketPath?: string } = {}): ContainerRuntime {
  let client: Promise<Docker> | undefined;
  // Loaded on first use: the library brings much that no other part of the engine needs.
  const connect = (): Promise<Docker> => {
    client ??= import('dockerode').then(
      ({ default: Client }) => new Client(socketPath === undefined ? {} : { socketPath }),
    );
    return client;
  };

  return {
    probe: async () => {
      try {
        const { Version } = await withTimeout((await connect()).version());
        return { version: Version };
      } catch (thrown) {
        return { reason: describeAbsence(thrown) };
      }
    },
    build: async ({ folder, image, labels, signal }, onLine) => {
      const docker = await connect();
      const stream = await docker
        .buildImage(packContext(folder), { t: image, labels, rm: true, forcerm: true })
        .catch(rethrow);
      await followBuild(docker, stream, onLine, signal);
      const { Id, Size } = await docker.getImage(image).inspect().catch(rethrow);
      return { imageId: Id, sizeBytes: Size };
    },
    run: async (request) => {
      const docker = await connect();
      const portKey = `${request.containerPort}/tcp`;
      const container = await docker
        .createContainer({
          Image: request.image,
          name: request.name,
          Labels: request.labels,
          ExposedPorts: { [portKey]: {} },
          HostConfig: {
            ReadonlyRootfs: true,
            CapDrop: ['ALL'],
            SecurityOpt: ['no-new-privileges'],
            PidsLimit: 256,
            Memory: request.memoryBytes,
            PortBindings: { [portKey]: [{ HostIp: '127.0.0.1', HostPort: String(request.hostPort) }] },
          },
        })
        .catch(rethrow);
      await container.start().catch(async (thrown: unknown) => {
        await container.remove({ force: true }).catch(() => undefined);
        rethrow(thrown);
      });
      return { id: container.id };
    },
    list: async (labels) => {
      const docker = await connect();
      const filters = { label: Object.entries(labels).map(([name, value]) => `${name}=${value}`) };
      const found = await docker.listContainers({ all: true, filters }).catch(rethrow);
      return found.map(toState);
    },
    lastWords: async (id) => {
      const docker = await connect();
      const container = docker.getContainer(id);
      const output = await container.logs({ stdout: true, stderr: true, tail: 20 }).catch(rethrow);
      return textOfLog(output);
    },
    remove: async (id) => {
      const docker = await connect();
      const container = docker.getContainer(id);
      // 304 says that it is stopped already, 404 that it is gone.
      await container.stop({ t: stopGraceSeconds }).catch(ignoring(304, 404));
      await container.remove({ force: true }).catch(ignoring(404, 409));
    },
  };
}

/** A log is frames: one byte for the stream, three of padding, four for the length, then the text. */
function textOfLog(frames: Buffer): string {
  let text = '';
  for (let at = 0; at + 8 <= frames.length; at += 8 + frames.readUInt32BE(at + 4)) {
    text += frames.toString('utf8', at + 8, at + 8 + frames.readUInt32BE(at + 4));
  }
  return text.trim();
}

/** Docker tells the health only as part of a sentence: "Up 3 seconds (health: starting)", "Up 2 minutes (healthy)". */
const toState = ({ Id, Image, State, Status, Ports, Labels }: Docker.ContainerInfo): ContainerState => ({
  id: Id,
  image: Image,
  state: State,
  health: /\((?:health: )?(starting|healthy|unhealthy)\)/.exec(Status)?.[1] ?? null,
  hostPort: Ports.find(({ PublicPort }) => PublicPort !== undefined)?.PublicPort ?? null,
  labels: Labels,
});

const statusOf = (thrown: unknown): unknown => (thrown as { statusCode?: unknown } | null)?.statusCode;
const codeOf = (thrown: unknown): unknown => (thrown as { code?: unknown } | null)?.code;

const ignoring =
  (...statuses: number[]) =>
  (thrown: unknown): void => {
    if (!statuses.includes(statusOf(thrown) as number)) rethrow(thrown);
  };

/** Gives Docker's errors their meaning. */
function rethrow(thrown: unknown): never {
  if (thrown instanceof EngineError) throw thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof Error && thrown.name === 'AbortError') throw thrown;
  if (/port is already allocated|address already in use/i.test(message)) {
    throw new EngineError('port-in-use', `Docker: ${message}`, { cause: thrown });
  }
  if (statusOf(thrown) === 404) throw new EngineError('not-found', `Docker: ${message}`, { cause: thrown });
  if (statusOf(thrown) === 409) throw new EngineError('conflict', `Docker: ${message}`, { cause: thrown });
  if (statusOf(thrown) === undefined) {
    throw new EngineError('unavailable', describeAbsence(thrown), { cause: thrown });
  }
  throw new EngineError('job-failed', `Docker: ${message}`, { cause: thrown });
}

function describeAbsence(thrown: unknown): string {
  const code = codeOf(thrown);
  if (code === 'ENOENT')
    return 'No Docker engine was found. Install Docker and start it, or name one in DOCKER_HOST.';
  if (code === 'ECONNREFUSED') return 'Docker is installed but does not answer. Start it, then try again.';
  if (code === 'EACCES')
    return 'Docker refuses this user. Add the user to the group “docker”, then log in again.';
  return `Docker does not answer: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
}

async function withTimeout<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within three seconds')), probeTimeoutMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
