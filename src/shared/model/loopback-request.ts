const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A Host header that names this machine: with another name a web page may have sent the request (DNS rebinding). */
export const isLoopbackHost = (host: string | undefined, alsoAllowed?: ReadonlySet<string>): boolean =>
  isKnown(nameOf(host ?? ''), alsoAllowed);

/** An Origin header, which browsers add to requests across sites, that names this machine. */
export const isLoopbackOrigin = (origin: string, alsoAllowed?: ReadonlySet<string>): boolean => {
  const match = /^https?:\/\/(.+)$/i.exec(origin);
  return match !== null && isKnown(nameOf(match[1]!), alsoAllowed);
};

const isKnown = (name: string, alsoAllowed?: ReadonlySet<string>): boolean =>
  loopbackNames.has(name) || alsoAllowed?.has(name) === true;

/** The name in a Host header, without its port: `localhost:8000`, `[::1]:8000`. */
const nameOf = (host: string): string => {
  const match = /^(\[[0-9a-f:.]+\]|[^:\s/@]+)(?::\d{1,5})?$/i.exec(host);
  return match === null ? '' : match[1]!.toLowerCase();
};
