import { isLoopbackHost, isLoopbackOrigin } from '../shared/model/loopback-request.ts';
import { RequestError } from './request-error.ts';

/**
 * Refuses requests that a web page could have sent behind the user's back. `allowedHosts` adds names to those of this machine; null
 * lets every name in, for a server behind a cluster's own gate.
 */
export function createRequestGuard(allowedHosts: readonly string[] | null) {
  const allowed = allowedHosts === null ? null : new Set(allowedHosts);
  return ({ host, origin }: { host: string | undefined; origin: string | undefined }): void => {
    if (allowed === null) return;
    if (!isLoopbackHost(host, allowed)) {
      throw new RequestError(
        'host-not-allowed',
        'This server does not answer requests addressed to that host name. ALLOWED_HOSTS lists more names.',
      );
    }
    if (origin !== undefined && !isLoopbackOrigin(origin, allowed)) {
      throw new RequestError('origin-not-allowed', 'Web pages of other sites may not use this server.');
    }
  };
}
