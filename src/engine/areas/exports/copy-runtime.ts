import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { EngineError } from '../../../shared/errors.ts';

/** The parts of ONNX Runtime that the image needs: its JavaScript, and the Linux x64 binary instead of every platform's. */
export async function copyRuntime(onnxRuntime: string, nodeModules: string): Promise<void> {
  const target = join(nodeModules, 'onnxruntime-node');
  await cp(join(onnxRuntime, 'package.json'), join(target, 'package.json'));
  await copyScripts(join(onnxRuntime, 'dist'), join(target, 'dist'));
  const binaries = join('bin', 'napi-v6', 'linux', 'x64');
  if (!existsSync(join(onnxRuntime, binaries))) {
    throw new EngineError(
      'unavailable',
      `This installation has no Linux x64 build of ONNX Runtime (${join(onnxRuntime, binaries)}), which images need. Install Modelyard again.`,
    );
  }
  await cp(join(onnxRuntime, binaries), join(target, binaries), { recursive: true, dereference: true });

  const common = join(onnxRuntime, '..', 'onnxruntime-common');
  const commonTarget = join(nodeModules, 'onnxruntime-common');
  await cp(join(common, 'package.json'), join(commonTarget, 'package.json'));
  await copyScripts(join(common, 'dist', 'cjs'), join(commonTarget, 'dist', 'cjs'));
}

/** Without types and source maps. */
const copyScripts = (from: string, to: string): Promise<void> =>
  cp(from, to, {
    recursive: true,
    dereference: true,
    filter: (path) => !path.split(sep).at(-1)!.includes('.') || /\.(js|json)$/.test(path),
  });
