import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import {
  Button,
  ConfirmDialog,
  countOf,
  formatBytes,
  formatNumber,
  KeyValues,
  toast,
} from '../../ui/index.ts';

type Kept = readonly { name: string; models: readonly string[] }[];

const named = 3;
const keptText = (kept: Kept): string =>
  kept.length === 0
    ? ''
    : ` ${kept
        .slice(0, named)
        .map(({ name, models }) => `${name} stays, because ${models.join(', ')} was made of it.`)
        .join(
          ' ',
        )}${kept.length > named ? ` So do ${countOf(kept.length - named, 'other run')} in use by models.` : ''}`;

type Trash = CommandOutput<'runs.trash'>;

const freedText = ({ files, freeableBytes }: Trash): string =>
  files === 0
    ? 'These runs have no stored file of their own: only what was logged of them goes.'
    : `This frees exactly ${formatNumber(freeableBytes)} bytes in ${countOf(files, 'stored file')}. Files that other runs or models hold too stay.`;

const purgeLabel = (trash: Trash | undefined, isWhole: boolean): string => {
  if (trash === undefined) return 'Free space';
  if (trash.files === 0) return isWhole ? 'Empty the trash' : 'Remove for good';
  return `Free space: ${formatBytes(trash.freeableBytes)}`;
};

const shownParts = 5;

/** What makes up the space that is freed. */
function FreedParts({ parts }: { parts: Trash['parts'] }) {
  const list = (all: (typeof parts)['types']) =>
    [
      ...all.slice(0, shownParts).map(({ name, sizeBytes }) => `${name} ${formatBytes(sizeBytes)}`),
      ...(all.length > shownParts ? [`${all.length - shownParts} more`] : []),
    ].join(', ');
  if (parts.types.length === 0) return null;
  return (
    <KeyValues
      label="What is freed"
      facts={[
        { name: 'By experiment', value: list(parts.experiments) },
        { name: 'By run', value: list(parts.runs) },
        { name: 'By type of file', value: list(parts.types) },
      ]}
    />
  );
}

/** Removes runs in the trash for good: all of it, or those that are ticked. Says before what that frees, to the byte. */
export function PurgeButton({
  runs,
  onPurged,
}: {
  runs: readonly string[] | undefined;
  onPurged: () => void;
}) {
  const [isAsking, setAsking] = useState(false);
  const which = runs === undefined ? {} : { runs: [...runs] };
  const trash = useQuery('runs.trash', which);
  const purge = useCommand('runs.purge', { failure: 'The trash could not be emptied' });
  const { data } = trash;
  const confirm = async () => {
    const done = await purge.run(which);
    if (done === undefined) return;
    onPurged();
    toast({
      meaning: 'good',
      title: `${countOf(done.purged, 'run')} removed${done.freedBytes === 0 ? '' : `, ${formatBytes(done.freedBytes)} freed`}`,
      detail: keptText(done.kept).trim() || undefined,
    });
  };
  return (
    <>
      <Button
        variant="danger"
        busy={purge.isRunning}
        disabled={data === undefined || (data.runs === 0 && data.kept.length === 0)}
        onClick={() => setAsking(true)}
      >
        {purge.progress?.completed === undefined
          ? purgeLabel(data, runs === undefined)
          : `Removing ${formatNumber(purge.progress.completed)} of ${formatNumber(purge.progress.total)}`}
      </Button>
      {data !== undefined && (
        <ConfirmDialog
          open={isAsking}
          onOpenChange={setAsking}
          title={`Remove ${countOf(data.runs, 'run')} for good?`}
          description={
            <>
              <p>{`${freedText(data)}${keptText(data.kept)} It cannot be undone.`}</p>
              <FreedParts parts={data.parts} />
            </>
          }
          confirmLabel={`Remove ${countOf(data.runs, 'run')}`}
          onConfirm={() => void confirm()}
        />
      )}
    </>
  );
}
