import { type ReactNode, useState } from 'react';
import type { Task } from '../../../shared/model/signature.ts';
import { navigate, useOfferActions } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  ErrorState,
  NumberField,
  Page,
  Panel,
  ProgressBar,
  Segments,
  Select,
  Stack,
  Text,
  TextField,
} from '../../ui/index.ts';
import { type Choices, noChoices, parameterProblem, startInput } from './choices.ts';
import { ExcludedColumns } from './excluded-columns.tsx';
import { Fold } from './fold.tsx';
import { ParameterFields } from './parameter-fields.tsx';
import { SplitFields } from './split-fields.tsx';
import styles from './train.module.css';

const taskWords: Record<Task, string> = {
  binary: 'two classes',
  multiclass: 'several classes',
  regression: 'a number',
};

/** The form for one dataset. */
export function FormBody({ dataset, chooser }: { dataset: string; chooser: ReactNode }) {
  const [target, setTarget] = useState<string | undefined>();
  const [choices, setChoices] = useState<Choices>(noChoices);
  const choose = (change: Partial<Choices>) => setChoices((current) => ({ ...current, ...change }));
  const detail = useQuery('datasets.get', { dataset });
  const learners = useQuery('training.learners', {});
  const experiments = useQuery('experiments.list', {});
  const suggest = useQuery(
    'training.suggest',
    { dataset, ...(target !== undefined && { target }) },
    { keepPrevious: true },
  );
  const start = useCommand('training.start', { failure: 'The training could not be started' });

  const suggestion = suggest.data;
  const learner = learners.data?.find(({ id }) => id === (choices.learner ?? suggestion?.learner));
  const problems = learner?.parameters.some(
    (parameter) => parameterProblem(parameter, choices.parameters[parameter.name]) !== undefined,
  );
  const canTrain =
    suggestion !== undefined && !suggest.isPlaceholderData && suggest.error === null && !problems;
  const train = async () => {
    if (!canTrain) return;
    const started = await start.run(startInput({ dataset, suggestion, choices }));
    if (started !== undefined) navigate({ area: 'train', id: started.runId });
  };
  useOfferActions([
    { id: 'train.start', title: 'Train', shortcut: 't', disabled: !canTrain, run: () => void train() },
  ]);

  const names = detail.data?.version.columns.map(({ name }) => name) ?? [];
  const features = names.filter((name) => name !== suggestion?.target);
  const excluded = choices.exclude ?? suggestion?.exclude.map(({ column }) => column) ?? [];
  const changed = Object.keys(choices.parameters).length;
  const failure = detail.error ?? learners.error ?? (suggestion === undefined ? suggest.error : null);

  return (
    <Page
      title="Train"
      note={suggestion && `predicts ${suggestion.target}, ${taskWords[suggestion.task]}`}
      actions={
        <Button variant="primary" busy={start.isRunning} disabled={!canTrain} onClick={() => void train()}>
          Train
        </Button>
      }
    >
      <div className={styles.form}>
        <div className={styles.columns}>
          <Panel title="Data">
            <Stack>
              {chooser}
              <Select
                label="Target"
                hint="The column to predict"
                value={target ?? suggestion?.target ?? null}
                options={names.map((value) => ({ value, label: value }))}
                problem={suggestion === undefined ? undefined : suggest.error?.message}
                onChange={(next) => {
                  setTarget(next);
                  // What was chosen for another target need not fit this one.
                  setChoices(({ parameters, experiment, seed, name }) => ({
                    parameters,
                    experiment,
                    seed,
                    name,
                  }));
                }}
              />
              {suggestion !== undefined && (
                <SplitFields
                  split={choices.split ?? suggestion.split}
                  columns={features}
                  onChange={(split) => choose({ split })}
                />
              )}
            </Stack>
          </Panel>
          <Panel title="Model">
            <Stack>
              {learners.data !== undefined && learner !== undefined && (
                <>
                  <Segments
                    label="Learner"
                    value={learner.id}
                    options={learners.data.map(({ id, title }) => ({ value: id, label: title }))}
                    onChange={(id) => choose({ learner: id, parameters: {} })}
                  />
                  <Text tone="muted" size="small">
                    {learner.explanation}
                  </Text>
                </>
              )}
              <TextField
                label="Experiment"
                hint="Runs of one experiment stand together; a new name makes a new one"
                value={choices.experiment}
                placeholder="Default"
                list="train-experiments"
                onChange={(experiment) => choose({ experiment })}
              />
              <datalist id="train-experiments">
                {(experiments.data ?? []).map(({ id, name }) => (
                  <option key={id} value={name} />
                ))}
              </datalist>
              <TextField
                label="Name of the run"
                value={choices.name}
                placeholder="A name is made up"
                onChange={(name) => choose({ name })}
              />
              <NumberField
                label="Seed"
                hint="The same seed gives the same model"
                value={choices.seed}
                minimum={0}
                step={1}
                placeholder="1"
                onChange={(seed) => choose({ seed })}
              />
            </Stack>
          </Panel>
        </div>
        {failure !== null && <ErrorState title="Nothing can be suggested." detail={failure.message} />}
        {suggestion === undefined && failure === null && (
          <ProgressBar label="Looking at the data" share={null} text="Looking at the data" />
        )}
        {learner !== undefined && (
          <Fold
            title="Parameters"
            aside={
              changed === 0 ? 'defaults that suit most tables' : `${countOf(changed, 'parameter')} changed`
            }
          >
            <ParameterFields
              learner={learner}
              values={choices.parameters}
              onChange={(parameters) => choose({ parameters })}
            />
          </Fold>
        )}
        {suggestion !== undefined && (
          <Fold
            title="Columns"
            open={suggestion.exclude.length > 0}
            aside={`${features.length - excluded.length} of ${features.length} are learnt from`}
          >
            <ExcludedColumns
              columns={features}
              excluded={excluded}
              suggested={suggestion.exclude}
              onChange={(exclude) => choose({ exclude })}
            />
          </Fold>
        )}
      </div>
    </Page>
  );
}
