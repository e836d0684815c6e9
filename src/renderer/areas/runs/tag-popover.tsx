import { Tag } from 'lucide-react';
import { useState } from 'react';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, countOf, Popover, Stack, TextField, toast } from '../../ui/index.ts';

/** Sets or takes away one tag, or sets the note, of all ticked runs; one undo puts back what each of them had. */
export function TagPopover({
  runs,
  locked,
}: {
  runs: readonly string[];
  /** Why they cannot be changed. */
  locked?: string | undefined;
}) {
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const [note, setNote] = useState('');
  const update = useCommand('runs.update', { failure: 'The runs could not be changed' });
  const undo = useCommand('runs.undo', { failure: 'The change could not be undone' });

  const change = async (what: string, given: { tags?: Record<string, string | null>; note?: string }) => {
    const done = await update.run({ runs: [...runs], ...given });
    if (done === undefined) return;
    setOpen(false);
    toast({
      meaning: 'good',
      title: what,
      action: { label: 'Undo', onClick: () => void undo.run({ undo: done.undo }) },
    });
  };
  const name = key.trim();
  const count = countOf(runs.length, 'run');
  return (
    <Popover
      label="Tag"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon={<Tag size={14} />} disabled={locked !== undefined} title={locked}>
          Tag
        </Button>
      }
    >
      <Stack>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name !== '') void change(`Tagged ${count} with ${name}`, { tags: { [name]: value } });
          }}
        >
          <Stack>
            <TextField autoFocus label="Tag" value={key} onChange={setKey} placeholder="purpose" />
            <TextField label="Value" value={value} onChange={setValue} placeholder="baseline" />
            <Button type="submit" variant="primary" disabled={name === ''} busy={update.isRunning}>
              Tag {count}
            </Button>
            <Button
              disabled={name === ''}
              onClick={() => void change(`Took ${name} away from ${count}`, { tags: { [name]: null } })}
            >
              Take the tag away
            </Button>
          </Stack>
        </form>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (note.trim() !== '') void change(`Set the note of ${count}`, { note });
          }}
        >
          <Stack>
            <TextField label="Note" rows={3} value={note} onChange={setNote} />
            <Button type="submit" disabled={note.trim() === ''}>
              Set the note of {count}
            </Button>
            <RemoveNotes
              runs={runs}
              onRemove={(notes) => void change(`Removed ${countOf(notes, 'note')}`, { note: '' })}
            />
          </Stack>
        </form>
      </Stack>
    </Popover>
  );
}

/** Offered only where there is a note to remove, with how many they are. */
function RemoveNotes({ runs, onRemove }: { runs: readonly string[]; onRemove: (notes: number) => void }) {
  const noted = useQuery('runs.countAmong', { runs: [...runs], filter: "note != ''" });
  const notes = noted.data?.matching ?? 0;
  if (notes === 0) return null;
  return (
    <Button variant="danger" onClick={() => onRemove(notes)}>
      Remove {countOf(notes, 'note')}
    </Button>
  );
}
