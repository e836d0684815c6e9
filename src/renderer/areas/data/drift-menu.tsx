import { ChevronDown } from 'lucide-react';
import type { CommandInput } from '../../../shared/contract/index.ts';
import type { DatasetVersion } from '../../../shared/model/dataset.ts';
import { navigate } from '../../app/index.ts';
import { call, showError, useCommand, useQuery } from '../../client/index.ts';
import { Button, DropdownMenu, type MenuEntry, toast } from '../../ui/index.ts';

/** Compares other data with this version, which is the reference. */
export function DriftMenu({ version: { dataset, version } }: { version: DatasetVersion }) {
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
  const others = (datasets.data ?? []).flatMap(({ latest }): MenuEntry[] => {
    if (latest.dataset === dataset && latest.version === version) return [];
    const reference = `${latest.dataset}@${latest.version}`;
    return [{ label: reference, onSelect: () => void start({ dataset: reference }) }];
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
        { heading: 'Has this changed against it?' },
        ...others,
        { label: 'A file…', onSelect: () => void startWithFile() },
      ]}
    />
  );
}
