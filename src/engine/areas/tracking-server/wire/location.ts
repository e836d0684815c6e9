import { join, posix, win32 } from 'node:path';
import { decodedOnce } from '../../../../shared/model/percent-encoding.ts';
import { invalid } from './tracking-error.ts';

/** Places as clients name them: folders of this machine, or addresses with a scheme. */

/** A drive of Windows is no scheme. */
export const isLocal = (uri: string): boolean => !/^[a-z][a-z0-9+.-]+:/i.test(uri) || /^file:/i.test(uri);

/** A folder of this machine that is named without a beginning, as in `x` or `file:x`, lies in `folder`, wherever the client runs. */
export const withBeginning = (uri: string, folder: string): string => {
  const [, scheme = '', path = ''] = /^(file:)?(.*)$/is.exec(uri) ?? [];
  // Of Windows as well: what begins with a slash, or with a drive.
  if (!isLocal(uri) || win32.isAbsolute(path)) return uri;
  return `${scheme === '' ? '' : 'file://'}${join(folder, path)}`;
};

export interface Address {
  /** In small letters. */
  readonly scheme: string;
  /** Empty where there is none, as in `mlflow-artifacts:/1`. */
  readonly host: string;
  /** Without what follows `?` or `#`. */
  readonly path: string;
}

/** An address that is not local. */
export const readAddress = (uri: string): Address => {
  const [, scheme = '', , host = '', path = ''] =
    /^([a-z][a-z0-9+.-]*):(\/\/([^/?#]*))?([^?#]*)/is.exec(uri) ?? [];
  return { scheme: scheme.toLowerCase(), host, path };
};

/** Decoded until nothing changes; what is no valid encoding stands for itself. */
export const fullyDecoded = (text: string): string => {
  let decoded = text;
  for (;;) {
    const next = decodedOnce(decoded);
    if (next === decoded) return decoded;
    decoded = next;
  }
};

/** Whether an address has a path from the top that says itself where it leads, without `.` and `..`, however often it is encoded. */
export const isAbsolute = (uri: string): boolean => {
  const decoded = fullyDecoded(uri.replaceAll('+', ' '));
  const path = readAddress(decoded).path.replace(/\/+$/, '').replaceAll(/\/+/g, '/');
  return (
    !path.includes('\0') &&
    !decoded.split('/').includes('..') &&
    path.startsWith('/') &&
    posix.normalize(path) === path
  );
};

/** Whether an address is a root or lies below it, compared part by part. */
export const isWithin = (uri: string, root: string): boolean => {
  const inner = partsOf(uri);
  const outer = partsOf(root);
  return (
    inner.place === outer.place &&
    outer.names.length > 0 &&
    outer.names.every((name, index) => inner.names[index] === name)
  );
};

const partsOf = (uri: string) => {
  const { scheme, host, path } = readAddress(uri);
  return {
    place: `${scheme}:${host.toLowerCase()}`,
    names: path.split('/').filter(Boolean).map(fullyDecoded),
  };
};

/** Their host is whoever the client names; MLflow's server would ask it for files, and so refuses such places. */
const hostSchemes = [
  'ftp',
  'sftp',
  'hdfs',
  'viewfs',
  'http',
  'https',
  'mlflow-artifacts',
  'r2',
  'b2',
  'abfss',
];

/** Error `INVALID_PARAMETER_VALUE` for a place at a host of the client's choice; `field` names it. */
export const checkHost = (uri: string, field: string): void => {
  if (isLocal(uri)) return;
  const { scheme, host } = readAddress(uri);
  if (!hostSchemes.includes(scheme) || (scheme === 'mlflow-artifacts' && host === '')) return;
  throw invalid(
    `'${field}' cannot use the '${scheme}' scheme: it addresses a host other than the tracking server's own artifact storage.`,
  );
};
