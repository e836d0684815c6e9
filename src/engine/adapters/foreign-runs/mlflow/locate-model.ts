import type { ArtifactLocator } from './locate-artifacts.ts';

/** The folder of a model version now, from the places it was recorded at, in order of preference. */
export const locateModelFolder = (
  places: readonly (string | null)[],
  locator: ArtifactLocator,
): string | null => {
  for (const place of places) {
    const owner = place === null ? undefined : ownerIn(place);
    const found = place === null || owner === undefined ? null : locator.find(place, owner);
    if (found !== null) return found;
  }
  return null;
};

/** The id of the run (32 digits) or logged model (`m-` and 32 digits) that stands in the path, the one part that a move leaves. */
const ownerIn = (place: string): string | undefined =>
  place.split(/[/\\]/).findLast((part) => /^(?:m-)?[0-9a-f]{32}$/.test(part));
