import { navigate } from '../../app/index.ts';
import { call, showError } from '../../client/index.ts';

/** Asks for a data file and shows it before it is added. */
export async function chooseDataFile(): Promise<void> {
  try {
    const { path } = await call('shell.chooseFile', { title: 'Add a data file', kinds: ['data'] });
    if (path !== null) navigate({ area: 'data', search: { add: path } });
  } catch (thrown) {
    showError('No file could be chosen', thrown);
  }
}
