import type { CommandInput } from '../../../shared/contract/index.ts';
import type { TableFormat } from '../../../shared/contract/run-exports.ts';
import { tellSaved } from '../../app/index.ts';
import { call, showError, useCommand } from '../../client/index.ts';
import { countOf, type MenuEntry } from '../../ui/index.ts';

const formats: readonly { format: TableFormat; label: string }[] = [
  { format: 'csv', label: 'Save as CSV…' },
  { format: 'xlsx', label: 'Save as Excel…' },
  { format: 'jsonl', label: 'Save as JSON Lines…' },
  { format: 'parquet', label: 'Save as Parquet…' },
];

type Table = Omit<CommandInput<'runs.saveTable'>, 'format' | 'out' | 'overwrite'>;

/** Entries of a menu that save a table of runs, one for each format. */
export function useSaveTable(table: () => Table): { entries: MenuEntry[]; isSaving: boolean } {
  const save = useCommand('runs.saveTable', { failure: 'The table could not be saved' });
  const saveAs = async (format: TableFormat) => {
    try {
      const { path } = await call('shell.chooseSaveFile', {
        title: 'Save the table of runs as',
        suggestedName: `runs.${format}`,
      });
      if (path === null) return;
      // The system's own dialog has asked already whether an existing file may be replaced.
      const saved = await save.run({ ...table(), format, out: path, overwrite: true });
      if (saved !== undefined) tellSaved(`${countOf(saved.rows, 'run')} saved`, saved.out, saved.notes);
    } catch (thrown) {
      showError('No file could be chosen', thrown);
    }
  };
  return {
    isSaving: save.isRunning,
    entries: formats.map(({ format, label }) => ({ label, onSelect: () => void saveAs(format) })),
  };
}
