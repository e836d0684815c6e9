import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ServingManifest, servingManifest } from '../shared/model/serving.ts';

export interface Bundle {
  readonly manifest: ServingManifest;
  readonly model: Uint8Array;
}

export class BundleError extends Error {
  override readonly name = 'BundleError';
}

/** Reads model.json and model.onnx, and refuses a model whose bytes are not those that were registered. Throws BundleError. */
export async function loadBundle(folder: string): Promise<Bundle> {
  const manifest = parseManifest(await readPart(folder, 'model.json'));
  const model = await readPart(folder, 'model.onnx');
  const digest = createHash('sha256').update(model).digest('hex');
  if (digest !== manifest.modelDigest) {
    throw new BundleError(
      `model.onnx has the SHA-256 digest ${digest}, but model.json expects ${manifest.modelDigest}: ` +
        'the model was changed or damaged since it was registered. Make the bundle again.',
    );
  }
  return { manifest, model };
}

async function readPart(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (cause) {
    throw new BundleError(`Cannot read ${name} in ${folder}: ${(cause as Error).message}`, { cause });
  }
}

function parseManifest(content: Buffer): ServingManifest {
  try {
    return servingManifest.parse(JSON.parse(content.toString('utf8')));
  } catch (cause) {
    throw new BundleError('model.json is not a manifest that this server understands.', { cause });
  }
}
