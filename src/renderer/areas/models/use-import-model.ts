import { navigate } from '../../app/index.ts';
import { call, showError, useCommand } from '../../client/index.ts';
import { toast } from '../../ui/index.ts';

/** The file's name without folders and ending, made into a model's name. */
const nameOf = (path: string) =>
  (path.split(/[\\/]/).at(-1) ?? '')
    .replace(/\.onnx$/i, '')
    .replace(/[^\p{L}\p{N}_. -]/gu, '-')
    .replace(/^[_. -]+/, '')
    .slice(0, 100) || 'model';

/** Asks for an ONNX file and registers it under its own name. */
export function useImportModel() {
  const register = useCommand('models.register', { failure: 'The file could not be registered' });
  const run = async () => {
    try {
      const { path } = await call('shell.chooseFile', { title: 'Choose an ONNX model', kinds: ['onnx'] });
      if (path === null) return;
      const version = await register.run({ source: { file: path }, name: nameOf(path) });
      if (version === undefined) return;
      toast({ meaning: 'good', title: `Registered as ${version.name}/${version.version}` });
      navigate({ area: 'models', id: version.name });
    } catch (thrown) {
      showError('No file could be chosen', thrown);
    }
  };
  return { run, isRunning: register.isRunning };
}
