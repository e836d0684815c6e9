import { call, showError } from '../client/index.ts';
import type { ChartFile } from '../ui/index.ts';
import { tellSaved } from './tell-saved.ts';

/** Asks where to, and has the shell save a chart there. */
export async function saveChartFile(file: ChartFile): Promise<void> {
  try {
    const { path } = await call('shell.saveChart', file);
    if (path !== null) tellSaved('Chart saved', path);
  } catch (thrown) {
    showError('The chart could not be saved', thrown);
  }
}
