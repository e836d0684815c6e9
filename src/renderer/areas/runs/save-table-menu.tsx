import { Download } from 'lucide-react';
import { useState } from 'react';
import type { ViewOrder } from '../../../shared/model/run-view.ts';
import { searchSnippet } from '../../../shared/model/search-snippet.ts';
import { showInFolder } from '../../app/index.ts';
import { call, showError, useCommand } from '../../client/index.ts';
import { Button, countOf, DropdownMenu, toast } from '../../ui/index.ts';
import { type RunSelection, selectionInput } from './run-source.ts';

const formats = [
  { format: 'csv', label: 'Save as CSV …' },
  { format: 'jsonl', label: 'Save as JSON Lines …' },
  { format: 'parquet', label: 'Save as Parquet …' },
] as const;

/** The table as it stands, or its ticked runs, as a file; and Python that asks for the same runs. */
export function SaveTableMenu({
  selection,
  orderBy,
  columns,
  ticked,
}: {
  selection: RunSelection;
  orderBy: readonly ViewOrder[];
  columns: readonly string[];
  ticked: readonly string[];
}) {
  const save = useCommand('runs.saveTable', { failure: 'The table could not be saved' });
  const [isCopying, setCopying] = useState(false);
  const what = ticked.length > 0 ? `${countOf(ticked.length, 'ticked run')}` : 'all that match';

  const saveAs = async (format: (typeof formats)[number]['format']) => {
    try {
      const chosen = await call('shell.chooseSaveFile', {
        title: 'Save the table of runs as',
        suggestedName: `runs.${format}`,
      });
      const { path } = chosen;
      if (path === null) return;
      const saved = await save.run({
        ...selectionInput(selection),
        ...{ format, out: path, orderBy: [...orderBy], columns: [...columns] },
        // The system's own dialog has asked already whether an existing file may be replaced.
        overwrite: true,
        ...(ticked.length > 0 && { runs: [...ticked] }),
      });
      if (saved === undefined) return;
      toast({
        meaning: 'good',
        title: `${countOf(saved.rows, 'run')} saved`,
        detail: saved.out,
        action: { label: 'Show in folder', onClick: () => showInFolder(saved.out) },
      });
    } catch (thrown) {
      showError('No file could be chosen', thrown);
    }
  };

  const copyPython = async () => {
    setCopying(true);
    try {
      const [server, { ids }] = await Promise.all([
        call('trackingServer.status', {}),
        ticked.length > 0
          ? { ids: [...ticked] }
          : call('runs.ids', { ...selectionInput(selection), orderBy: [...orderBy] }),
      ]);
      const text = searchSnippet({
        address: server.address,
        experiment: selection.experiment === '' ? null : selection.experiment,
        // Ticked runs are named one by one.
        filter: ticked.length > 0 ? null : selection.filter,
        ids,
      });
      await navigator.clipboard.writeText(text);
      toast({
        meaning: 'good',
        title: 'Copied as Python',
        detail: `It asks for ${what} through MLflow’s client.`,
      });
    } catch (thrown) {
      showError('The Python could not be copied', thrown);
    } finally {
      setCopying(false);
    }
  };

  return (
    <DropdownMenu
      align="end"
      trigger={
        <Button icon={<Download size={14} />} busy={save.isRunning || isCopying} title={`Save ${what}`}>
          Save
        </Button>
      }
      entries={[
        ...formats.map(({ format, label }) => ({ label, onSelect: () => void saveAs(format) })),
        'separator',
        { label: 'Copy as Python', onSelect: () => void copyPython() },
      ]}
    />
  );
}
