import { LayoutList } from 'lucide-react';
import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { RunView } from '../../../shared/model/run-view.ts';
import { tableSearch } from '../../../shared/model/table-link.ts';
import { linkOf } from '../../app/index.ts';
import { call, useCommand } from '../../client/index.ts';
import {
  Button,
  countOf,
  Dialog,
  DropdownMenu,
  Inline,
  type MenuEntry,
  Stack,
  TextField,
  toast,
} from '../../ui/index.ts';
import styles from './runs.module.css';
import { copyText } from './use-run-actions.ts';
import { type CurrentView, usualView } from './use-run-view.ts';

/** Whatever is looked for: a filter arranges nothing. */
const isUsual = ({ filter: _, experiment: __, ...arranged }: RunView): boolean =>
  Object.entries(arranged).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(usualView[name as keyof RunView]),
  );

type Asking = { for: 'save' | 'rename'; name: string } | null;

const importWords = ({ added, replaced, renamed, unchanged }: CommandOutput<'views.import'>) => {
  const count = added.length + replaced.length + renamed.length;
  const said = [
    ...renamed.map(({ from, to }) => `“${from}” is another one here, so it is “${to}”.`),
    ...(unchanged.length === 0 ? [] : [`${countOf(unchanged.length, 'view')} here already.`]),
  ];
  return {
    title: count === 0 ? 'No new view in this file' : `${countOf(count, 'view')} imported`,
    ...(said.length > 0 && { detail: said.join(' ') }),
  };
};

/** Saved tables: open, save, rename, delete, make the default, link. They lie in the project as text. */
export function ViewsMenu({ current }: { current: CurrentView }) {
  const { views, saved, isChanged, view, open, problem } = current;
  const [asking, setAsking] = useState<Asking>(null);
  const save = useCommand('views.save', { failure: 'The view could not be saved' });
  const rename = useCommand('views.rename', { failure: 'The view could not be renamed' });
  const remove = useCommand('views.delete', { failure: 'The view could not be deleted' });
  const write = useCommand('views.export', { failure: 'The views could not be exported' });
  const read = useCommand('views.import', { failure: 'The views could not be imported' });
  const setDefault = useCommand('views.setDefault', { failure: 'The default view could not be set' });

  const saveAs = async (name: string) => {
    const done = await save.run({ name, view });
    if (done === undefined) return;
    open({ ...view, name, isDefault: saved?.name === name && saved.isDefault });
    toast({ meaning: 'good', title: `Saved as “${name}”`, detail: 'In modelyard.views.yaml' });
  };
  const removeSaved = async (name: string) => {
    const removed = await remove.run({ name });
    if (removed === undefined) return;
    const { name: _, isDefault: __, ...before } = removed;
    open(null);
    toast({
      meaning: 'info',
      title: `View “${name}” deleted`,
      action: { label: 'Undo', onClick: () => void save.run({ name, view: before }) },
    });
  };
  const exportViews = async () => {
    const { path } = await call('shell.chooseSaveFile', {
      title: 'Export the saved views',
      suggestedName: 'runs.views.yaml',
    });
    if (path === null) return;
    // The dialog has asked whether a file that is there may go.
    const done = await write.run({ path, replace: true });
    if (done !== undefined)
      toast({ meaning: 'good', title: `${countOf(done.views, 'view')} exported`, detail: done.path });
  };
  const importViews = async () => {
    const { path } = await call('shell.chooseFile', { title: 'Import saved views', kinds: ['any'] });
    const done = path === null ? undefined : await read.run({ path });
    if (done !== undefined) toast({ meaning: 'good', ...importWords(done) });
  };
  const submit = async () => {
    if (asking === null || asking.name.trim() === '') return;
    const name = asking.name.trim();
    setAsking(null);
    if (asking.for === 'save') return saveAs(name);
    if (saved === undefined) return;
    if ((await rename.run({ name: saved.name, to: name })) !== undefined) open({ ...saved, name });
  };

  const entries: MenuEntry[] = [
    { label: 'Usual table', checked: saved === undefined && isUsual(view), onSelect: () => open(null) },
    ...views.map((each) => ({
      label: `${each.name}${each.isDefault ? ' (default)' : ''}`,
      checked: each.name === saved?.name,
      onSelect: () => open(each),
    })),
    'separator',
    { label: 'Save as …', onSelect: () => setAsking({ for: 'save', name: '' }) },
    {
      label: 'Copy link to this table',
      onSelect: () => copyText(linkOf({ area: 'runs', search: tableSearch(view) })),
    },
    { label: 'Export views …', disabled: views.length === 0, onSelect: () => void exportViews() },
    { label: 'Import views …', onSelect: () => void importViews() },
    ...(saved === undefined
      ? []
      : ([
          { label: 'Save', disabled: !isChanged, onSelect: () => void saveAs(saved.name) },
          { label: 'Rename …', onSelect: () => setAsking({ for: 'rename', name: saved.name }) },
          {
            label: saved.isDefault ? 'Open with the usual table' : 'Open with this view',
            onSelect: () => void setDefault.run({ name: saved.isDefault ? null : saved.name }),
          },
          {
            label: 'Copy link to the view',
            onSelect: () => copyText(linkOf({ area: 'runs', search: { view: saved.name } })),
          },
          { label: 'Delete', danger: true, onSelect: () => void removeSaved(saved.name) },
        ] satisfies MenuEntry[])),
  ];

  return (
    <>
      {problem === null ? (
        <DropdownMenu
          entries={entries}
          trigger={
            <Button icon={<LayoutList size={14} />}>
              {saved === undefined ? 'View' : <span className={styles.viewName}>{saved.name}</span>}
              {isChanged && ' (changed)'}
            </Button>
          }
        />
      ) : (
        <Button
          icon={<LayoutList size={14} />}
          onClick={() => toast({ meaning: 'bad', title: 'The saved views cannot be read', detail: problem })}
        >
          Views cannot be read
        </Button>
      )}
      <Dialog
        open={asking !== null}
        onOpenChange={(isOpen) => !isOpen && setAsking(null)}
        title={asking?.for === 'rename' ? 'Rename the view' : 'Save the table as a view'}
        description="Columns, order, widths, filter and grouping are kept in modelyard.views.yaml, beside your data."
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <Stack>
            <TextField
              autoFocus
              label="Name"
              value={asking?.name ?? ''}
              onChange={(name) => asking !== null && setAsking({ ...asking, name })}
            />
            <Inline>
              <Button type="submit" variant="primary" disabled={asking?.name.trim() === ''}>
                {asking?.for === 'rename' ? 'Rename' : 'Save'}
              </Button>
              <Button onClick={() => setAsking(null)}>Cancel</Button>
            </Inline>
          </Stack>
        </form>
      </Dialog>
    </>
  );
}
