import { ChevronDown } from 'lucide-react';
import type { CommandInput } from '../../../shared/contract/index.ts';
import type { DatasetVersion } from '../../../shared/model/dataset.ts';
import { navigate } from '../../app/index.ts';
import { call, showError, useCommand, useQuery } from '../../client/index.ts';
import { Button, DropdownMenu, type MenuEntry, toast } from '../../ui/index.ts';

/** Compares other data with this version, which is the reference. */
export function DriftMenu({
  version: { dataset, version, columns },
  versions,
}: {
  version: DatasetVersion;
  versions: readonly DatasetVersion[];
}) {
  const datasets = useQuery('datasets.list', {});
  const drift = useCommand('drift.start', { failure: 'The drift check could not be started' });
  const start = async (current: CommandInput<'drift.start'>['current']) => {
    const started = await drift.run({ reference: `${dataset}@${version}`, current });
    if (started === undefined) return;
    toast({
      meaning: 'info',
      title: 'The drift check has been started',
      action: { label: 'Follow', onClick: () => navigate({ area: 'jobs', id: started.jobId }) },
    });
  };
  const startWithFile = async () => {
    try {
      const { path } = await call('shell.chooseFile', { title: 'Data to check for drift', kinds: ['data'] });
      if (path !== null) await start({ file: path });
    } catch (thrown) {
      showError('No file could be chosen', thrown);
    }
  };
  const names = new Set(columns.map(({ name }) => name));
  // Other versions first, then other data that have at least one column in common.
  const others = [
    ...versions.filter((each) => each.version !== version),
    ...(datasets.data ?? [])
      .map(({ latest }) => latest)
      .filter((latest) => latest.dataset !== dataset && latest.columns.some(({ name }) => names.has(name))),
  ].map((each): MenuEntry => {
    const reference = `${each.dataset}@${each.version}`;
    return { label: reference, onSelect: () => void start({ dataset: reference }) };
  });
  return (
    <DropdownMenu
      align="end"
      trigger={
        <Button busy={drift.isRunning}>
          Check drift <ChevronDown size={14} />
        </Button>
      }
      entries={[
        { heading: `What may have moved away from version ${version}?` },
        ...others,
        { label: 'A file…', onSelect: () => void startWithFile() },
      ]}
    />
  );
}
