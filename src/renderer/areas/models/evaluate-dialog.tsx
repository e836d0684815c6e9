import { useState } from 'react';
import { navigate, QueryState } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, Dialog, EmptyState, Select, Stack, toast } from '../../ui/index.ts';
import styles from './models.module.css';

/** Asks which data a version is to be measured on. */
export function EvaluateDialog({ model, onClose }: { model: string; onClose: () => void }) {
  const datasets = useQuery('datasets.list', {});
  const start = useCommand('evaluations.start', { failure: 'The evaluation could not be started' });
  const [chosen, setChosen] = useState<string | null>(null);
  const submit = async (dataset: string) => {
    const answer = await start.run({ subject: { model }, dataset });
    if (answer === undefined) return;
    toast({
      meaning: 'info',
      title: `Evaluating ${model} on ${dataset}`,
      action: { label: 'Follow', onClick: () => navigate({ area: 'jobs', id: answer.jobId }) },
    });
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Evaluate ${model}`}>
      <QueryState query={datasets} what="The datasets">
        {(all) => {
          const dataset = chosen ?? all[0]?.name;
          if (dataset === undefined)
            return (
              <EmptyState
                text="An evaluation needs data that has the target column."
                action={{ label: 'Add data', onClick: () => navigate({ area: 'data' }) }}
              />
            );
          return (
            <Stack>
              <Select
                label="Data"
                value={dataset}
                onChange={setChosen}
                options={all.map(({ name, latest }) => ({
                  value: name,
                  label: `${name}, version ${latest.version}`,
                }))}
                hint="Rows that the model was trained on make it look better than it is."
              />
              <div className={styles.actions}>
                <Button onClick={onClose}>Cancel</Button>
                <Button variant="primary" busy={start.isRunning} onClick={() => void submit(dataset)}>
                  Evaluate
                </Button>
              </div>
            </Stack>
          );
        }}
      </QueryState>
    </Dialog>
  );
}
