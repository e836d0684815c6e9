import { useState } from 'react';
import type { RunRecreation } from '../../../shared/model/run-recreation.ts';
import { showInFolder } from '../../app/index.ts';
import { call, showError, useCommand } from '../../client/index.ts';
import { Badge, Button, CodeBlock, Dialog, Inline, KeyValues, Stack, Text } from '../../ui/index.ts';

const titles: Readonly<Record<RunRecreation['parts'][number]['what'], string>> = {
  code: 'Code',
  changes: 'Uncommitted changes',
  data: 'Data',
  packages: 'Packages',
  command: 'Command',
};

function Report({ recreation }: { recreation: RunRecreation }) {
  const { parts, command, projectFolder } = recreation;
  const kinds = [...new Set(parts.map(({ what }) => what))];
  const missing = parts.filter(({ isMatched }) => !isMatched).length;
  return (
    <Stack>
      <Text>
        {missing === 0
          ? 'Everything that was recorded is there as it was.'
          : `${missing} of ${parts.length} could not be matched; the others are there as they were.`}
      </Text>
      <KeyValues
        label="What was laid out"
        facts={kinds.map((what) => ({
          name: titles[what],
          value: (
            <Stack>
              {parts
                .filter((part) => part.what === what)
                .map(({ isMatched, text }) => (
                  <Text key={text} selectable>
                    <Badge meaning={isMatched ? 'good' : 'warning'}>
                      {isMatched ? 'as it was' : 'not matched'}
                    </Badge>{' '}
                    {text}
                  </Text>
                ))}
            </Stack>
          ),
        }))}
      />
      {command !== null && (
        <>
          <Text tone="muted">To run it again, in {projectFolder}:</Text>
          <CodeBlock code={command} label="Command" />
        </>
      )}
    </Stack>
  );
}

/** Lays the run out anew in a folder that is chosen, and shows what could be matched. */
export function RecreateButton({ run, name }: { run: string; name: string }) {
  const recreate = useCommand('runs.recreate', { failure: 'The run could not be laid out anew' });
  const [recreation, setRecreation] = useState<RunRecreation | null>(null);
  const start = async () => {
    try {
      const { path } = await call('shell.chooseFolder', {
        title: `A new folder to lay out ${name} in`,
        canCreate: true,
      });
      if (path === null) return;
      const done = await recreate.run({ run, folder: path });
      if (done !== undefined) setRecreation(done);
    } catch (thrown) {
      showError('The run could not be laid out anew', thrown);
    }
  };
  return (
    <>
      <Button busy={recreate.isRunning} onClick={() => void start()}>
        Re-create
      </Button>
      {recreation !== null && (
        <Dialog
          open
          wide
          onOpenChange={() => setRecreation(null)}
          title={`${name}, laid out anew`}
          description={recreation.folder}
        >
          <Report recreation={recreation} />
          <Inline>
            <Button onClick={() => showInFolder(recreation.projectFolder)}>Show in folder</Button>
            <Button variant="primary" onClick={() => setRecreation(null)}>
              Done
            </Button>
          </Inline>
        </Dialog>
      )}
    </>
  );
}
