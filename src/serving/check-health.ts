import { get } from 'node:http';

const timeoutMs = 2000;

/** For the image's HEALTHCHECK, which has no other HTTP client: true when the server on this machine is ready. */
export function checkHealth({ host, port }: { host: string; port: number }): Promise<boolean> {
  const target = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return new Promise((resolve) => {
    const request = get({ host: target, port, path: '/health/ready', timeout: timeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.on('close', () => resolve(false));
  });
}
