import { lstatSync } from 'node:fs';
import type { ForeignArtifact } from '../../../ports/foreign-runs.ts';
import { artifactBytes, isSafeArtifactPath } from '../artifact-bytes.ts';
import { type Sending, type SentOwner, sendOrSkip } from './sending.ts';

const proxied = 'mlflow-artifacts:/';

/** Uploads through the server. Where it does not pass artifacts on, its clients need keys to the storage, which we do not have. */
export const sendArtifact = async (
  sending: Sending,
  artifact: ForeignArtifact,
  owner: SentOwner,
): Promise<void> => {
  const { path, owner: foreign } = artifact;
  const skip = (reason: string) => sending.tally.skip('artifact', path, reason, foreign.id);
  if (!owner.artifactUri.startsWith(proxied)) {
    skip(`The server keeps artifacts at ${owner.artifactUri} and does not take them itself.`);
  } else if (!isSafeArtifactPath(path)) skip('Its path leads out of the folder of artifacts.');
  else if (sizeNow(artifact.file) < artifact.offset + artifact.sizeBytes)
    skip('The file is gone or shorter.');
  else {
    const folder = owner.artifactUri.slice(proxied.length).replace(/^\/+/, '');
    const address = `${folder}/${path}`.split('/').map(encodeURIComponent).join('/');
    const isSent = await sendOrSkip(sending, { subject: 'artifact', what: path, runId: foreign.id }, () =>
      sending.http.upload(
        `/api/2.0/mlflow-artifacts/artifacts/${address}`,
        () => artifactBytes(artifact),
        artifact.sizeBytes,
      ),
    );
    if (isSent) sending.tally.count('artifacts');
  }
};

const sizeNow = (file: string): number => lstatSync(file, { throwIfNoEntry: false })?.size ?? -1;
