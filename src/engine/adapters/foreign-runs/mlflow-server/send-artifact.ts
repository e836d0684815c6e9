import { lstatSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { ForeignArtifact } from '../../../ports/foreign-runs.ts';
import { artifactBytes, isSafeArtifactPath } from '../artifact-bytes.ts';
import { type Sending, type SentOwner, sendOrSkip } from './sending.ts';

const proxied = 'mlflow-artifacts:/';

/** Where a file goes: to the artifacts of what the server calls this place. `id` is that of the run, model or trace here. */
interface Destination {
  readonly artifactUri: string;
  readonly id: string;
}

export const sendArtifact = async (
  sending: Sending,
  artifact: ForeignArtifact,
  { artifactUri }: SentOwner,
): Promise<void> => {
  const isSent = await sendFile(sending, artifact, { artifactUri, id: artifact.owner.id });
  if (isSent) sending.tally.count('artifacts');
};

/** Answers whether the server took it. */
export const sendFile = async (
  sending: Sending,
  file: Pick<ForeignArtifact, 'path' | 'file' | 'offset' | 'sizeBytes'>,
  destination: Destination,
): Promise<boolean> => {
  if (sizeNow(file.file) >= file.offset + file.sizeBytes)
    return upload(sending, { ...file, makeBody: () => artifactBytes(file) }, destination);
  sending.tally.skip('artifact', file.path, 'The file is gone or shorter.', destination.id);
  return false;
};

export const sendBytes = (
  sending: Sending,
  { path, bytes }: { path: string; bytes: Buffer },
  destination: Destination,
): Promise<boolean> =>
  upload(sending, { path, sizeBytes: bytes.length, makeBody: () => Readable.from([bytes]) }, destination);

/** Uploads through the server. Where it does not pass artifacts on, its clients need keys to the storage, which we do not have. */
const upload = async (
  sending: Sending,
  { path, sizeBytes, makeBody }: { path: string; sizeBytes: number; makeBody: () => Readable },
  { artifactUri, id }: Destination,
): Promise<boolean> => {
  const skip = (reason: string): false => {
    sending.tally.skip('artifact', path, reason, id);
    return false;
  };
  if (!artifactUri.startsWith(proxied))
    return skip(`The server keeps artifacts at ${artifactUri} and does not take them itself.`);
  if (!isSafeArtifactPath(path)) return skip('Its path leads out of the folder of artifacts.');
  const folder = artifactUri.slice(proxied.length).replace(/^\/+/, '');
  const address = `${folder}/${path}`.split('/').map(encodeURIComponent).join('/');
  return sendOrSkip(sending, { subject: 'artifact', what: path, runId: id }, () =>
    sending.http.upload(`/api/2.0/mlflow-artifacts/artifacts/${address}`, makeBody, sizeBytes),
  );
};

const sizeNow = (file: string): number => lstatSync(file, { throwIfNoEntry: false })?.size ?? -1;
