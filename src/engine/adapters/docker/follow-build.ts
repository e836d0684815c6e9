import type Docker from 'dockerode';
import { EngineError } from '../../../shared/errors.ts';

interface BuildEvent {
  readonly stream?: string;
  readonly status?: string;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

/** Tells every line of a build. Its errors arrive as events inside a stream that ends well, so every event is looked at. */
export function followBuild(
  docker: Docker,
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let problem: string | undefined;
    const stop = () => {
      (stream as NodeJS.ReadableStream & { destroy(): void }).destroy();
      reject(new EngineError('cancelled', 'The build was cancelled.'));
    };
    signal?.addEventListener('abort', stop, { once: true });
    const finish = (error: Error | null) => {
      signal?.removeEventListener('abort', stop);
      const message = problem ?? error?.message;
      if (message === undefined) resolve();
      else reject(new EngineError('job-failed', `The image could not be built: ${message}`));
    };
    docker.modem.followProgress(stream, finish, (event: BuildEvent) => {
      problem ??= event.errorDetail?.message ?? event.error;
      const text = event.stream ?? event.status ?? event.error ?? '';
      for (const line of text.split('\n')) if (line.trim() !== '') onLine(line.trimEnd());
    });
  });
}
