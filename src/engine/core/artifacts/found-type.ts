import type { ArtifactKind, ArtifactType } from '../../../shared/model/artifact-content.ts';
import { byteText } from './byte-text.ts';
import type { SampledFile } from './sampled-file.ts';

/** What a file was found to be. */
export type Found = Pick<ArtifactType, 'kind' | 'name' | 'mediaType'> & { readonly refusal?: string };

export const of = (kind: ArtifactKind, name: string, mediaType = 'application/octet-stream'): Found => ({
  ...{ kind, name, mediaType },
});
export const refused = (name: string, refusal: string): Found => ({ ...of('none', name), refusal });

/** The way out that there always is. */
export const save = 'Save it to open it elsewhere.';

export const textAt = ({ head }: SampledFile, from: number, length: number): string =>
  byteText(head.subarray(from, from + length));

export const endingOf = (path: string): string => /\.([^./]+)$/.exec(path.toLowerCase())?.[1] ?? '';
