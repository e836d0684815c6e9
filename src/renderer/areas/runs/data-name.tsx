import { Text } from '../../ui/index.ts';

export const shortDigest = (digest: string): string => digest.slice(0, 8);

export const dataTitle = (name: string, version: number | null): string =>
  version === null ? name : `${name}@${version}`;

/** `name@version` says which state of the data it is; a name alone needs the beginning of the digest. */
const hasVersion = (name: string): boolean => /@\d+$/.test(name);

/** Data as they are told apart: by name and version, or by name and digest. */
export function DataName({
  name,
  digest,
  alwaysWithDigest = false,
}: {
  name: string;
  digest: string;
  alwaysWithDigest?: boolean;
}) {
  return (
    <span data-hint={`${name}, digest ${digest}`}>
      {name}
      {(alwaysWithDigest || !hasVersion(name)) && (
        <Text tone="muted" size="small">
          {' '}
          {shortDigest(digest)}
        </Text>
      )}
    </span>
  );
}
