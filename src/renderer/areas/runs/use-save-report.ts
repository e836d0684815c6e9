import type { CommandInput } from '../../../shared/contract/index.ts';
import { tellSaved } from '../../app/index.ts';
import { call, showError, useCommand } from '../../client/index.ts';
import { fileNameOf } from '../../ui/index.ts';

type Report = Omit<CommandInput<'runs.saveReport'>, 'out' | 'overwrite'>;

/** Saves one run, or a comparison, as a page for people who do not have Modelyard. */
export function useSaveReport(report: () => Report, about: string) {
  const save = useCommand('runs.saveReport', { failure: 'The report could not be saved' });
  const saveReport = async () => {
    try {
      const { path } = await call('shell.chooseSaveFile', {
        title: 'Save the report as',
        suggestedName: `${fileNameOf(about, 'report')}.html`,
      });
      if (path === null) return;
      // The system's own dialog has asked already whether an existing file may be replaced.
      const saved = await save.run({ ...report(), out: path, overwrite: true });
      if (saved !== undefined) tellSaved('Report saved', saved.out);
    } catch (thrown) {
      showError('No file could be chosen', thrown);
    }
  };
  return { saveReport, isSaving: save.isRunning };
}
