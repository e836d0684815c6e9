import { RequestError } from './request-error.ts';

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Refuses requests that a web page could have sent behind the user's back: the Host header must be a name of this machine
 * (DNS rebinding), and so must Origin, which browsers add to requests across sites. `allowedHosts` adds names; null lets
 * every name in, for a server behind a cluster's own gate.
 */
export function createRequestGuard(allowedHosts: readonly string[] | null) {
  const allowed = allowedHosts === null ? null : new Set([...loopbackNames, ...allowedHosts]);
  return ({ host, origin }: { host: string | undefined; origin: string | undefined }): void => {
    if (allowed === null) return;
    if (!allowed.has(nameOf(host ?? ''))) {
      throw new RequestError(
        'host-not-allowed',
        'This server does not answer requests addressed to that host name. ALLOWED_HOSTS lists more names.',
      );
    }
    if (origin !== undefined && !allowed.has(originName(origin))) {
      throw new RequestError('origin-not-allowed', 'Web pages of other sites may not use this server.');
    }
  };
}

/** The name in a Host header, without its port: `localhost:8000`, `[::1]:8000`. */
function nameOf(host: string): string {
  const match = /^(\[[0-9a-f:.]+\]|[^:\s/@]+)(?::\d{1,5})?$/i.exec(host);
  return match === null ? '' : match[1]!.toLowerCase();
}

function originName(origin: string): string {
  const match = /^https?:\/\/(.+)$/i.exec(origin);
  return match === null ? '' : nameOf(match[1]!);
}
