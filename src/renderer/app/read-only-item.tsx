import { useState } from 'react';
import { showError } from '../client/index.ts';
import { Button, Popover, Stack, StatusDot, Text, toast } from '../ui/index.ts';
import { reopenProject } from './open-project.ts';
import styles from './shell.module.css';

/** Why nothing can be changed in the project, and the way out once the reason is gone. */
export function ReadOnlyItem({ folder, reason }: { folder: string; reason: string }) {
  const [isTrying, setTrying] = useState(false);
  const tryAgain = async () => {
    setTrying(true);
    try {
      const { readOnlyReason } = await reopenProject(folder);
      if (readOnlyReason === null) toast({ meaning: 'good', title: 'The project can be changed again' });
    } catch (thrown) {
      showError('The project could not be opened again', thrown);
    } finally {
      setTrying(false);
    }
  };
  return (
    <Popover
      label="Read-only"
      align="end"
      trigger={
        <button type="button" className={styles.statusItem}>
          <StatusDot meaning="warning">read-only</StatusDot>
        </button>
      }
    >
      <Stack>
        <Text selectable>{reason}</Text>
        <Button busy={isTrying} onClick={() => void tryAgain()}>
          Open again
        </Button>
      </Stack>
    </Popover>
  );
}
