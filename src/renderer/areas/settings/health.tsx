import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { useCommand } from '../../client/index.ts';
import { Button, Inline, MeaningIcon, Panel, PhaseBar, Stack, Text } from '../../ui/index.ts';
import styles from './settings.module.css';

type Report = CommandOutput<'project.doctor'>;

const meanings = { ok: 'good', repaired: 'info', problem: 'bad' } as const;

function Checks({ report }: { report: Report }) {
  return (
    <ul className={styles.checks}>
      {report.checks.map((check) => (
        <li key={check.name} className={styles.check}>
          <MeaningIcon meaning={meanings[check.state]} />
          <span>{check.name}</span>
          <Text tone="muted" selectable>
            {check.message}
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** Proves that everything the project says is there, is there. */
export function Health() {
  const doctor = useCommand('project.doctor', { failure: 'The project could not be checked' });
  const [report, setReport] = useState<Report | null>(null);
  const check = async (repair: boolean) => {
    const answer = await doctor.run({ repair });
    if (answer !== undefined) setReport(answer);
  };
  return (
    <div className={styles.page}>
      <Panel title="Database, files and references">
        <Stack>
          <Text tone="muted">
            Checks the database, the digest of every stored file, every reference between them, and what
            interrupted work left behind. Repair only mends what can be mended without losing anything.
          </Text>
          <Inline>
            <Button variant="primary" busy={doctor.isRunning} onClick={() => void check(false)}>
              Check the project
            </Button>
            {report !== null && !report.healthy && (
              <Button disabled={doctor.isRunning} onClick={() => void check(true)}>
                Repair
              </Button>
            )}
            {doctor.isRunning && <Button onClick={doctor.cancel}>Cancel</Button>}
          </Inline>
          {doctor.isRunning && <PhaseBar label="Checking the project" progress={doctor.progress} />}
          {report !== null && <Checks report={report} />}
        </Stack>
      </Panel>
    </div>
  );
}
