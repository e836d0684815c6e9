import { Download } from 'lucide-react';
import { useState } from 'react';
import type { ViewOrder } from '../../../shared/model/run-view.ts';
import { searchSnippet } from '../../../shared/model/search-snippet.ts';
import { call, showError } from '../../client/index.ts';
import { Button, countOf, DropdownMenu, toast } from '../../ui/index.ts';
import { type RunSelection, selectionInput } from './run-source.ts';
import { useSaveTable } from './use-save-table.ts';

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
  const { entries, isSaving } = useSaveTable(() => ({
    ...selectionInput(selection),
    ...{ orderBy: [...orderBy], columns: [...columns] },
    ...(ticked.length > 0 && { runs: [...ticked] }),
  }));
  const [isCopying, setCopying] = useState(false);
  const what = ticked.length > 0 ? `${countOf(ticked.length, 'ticked run')}` : 'all that match';

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
        <Button icon={<Download size={14} />} busy={isSaving || isCopying} title={`Save ${what}`}>
          Save…
        </Button>
      }
      entries={[...entries, 'separator', { label: 'Copy as Python', onSelect: () => void copyPython() }]}
    />
  );
}
