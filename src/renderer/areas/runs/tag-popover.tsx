import { Tag } from 'lucide-react';
import { useState } from 'react';
import { useCommand } from '../../client/index.ts';
import { Button, countOf, Popover, Stack, TextField, toast } from '../../ui/index.ts';

/** Sets one tag on all ticked runs. */
export function TagPopover({ runs }: { runs: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const update = useCommand('runs.update', { failure: 'The tag could not be set' });
  const submit = async () => {
    const done = await update.run({ runs: [...runs], tags: { [key.trim()]: value } });
    if (done === undefined) return;
    setOpen(false);
    toast({ meaning: 'good', title: `Tagged ${countOf(runs.length, 'run')} with ${key.trim()}` });
  };
  return (
    <Popover
      label="Tag"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button icon={<Tag size={14} />}>Tag</Button>}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim() !== '') void submit();
        }}
      >
        <Stack>
          <TextField autoFocus label="Tag" value={key} onChange={setKey} placeholder="purpose" />
          <TextField label="Value" value={value} onChange={setValue} placeholder="baseline" />
          <Button type="submit" variant="primary" disabled={key.trim() === ''} busy={update.isRunning}>
            Tag {countOf(runs.length, 'run')}
          </Button>
        </Stack>
      </form>
    </Popover>
  );
}
