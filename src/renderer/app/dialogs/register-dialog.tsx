import { useId, useState } from 'react';
import { type ModelVersion, modelName } from '../../../shared/model/registry.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, Checkbox, Dialog, ErrorState, Stack, Text, TextField, toast } from '../../ui/index.ts';
import { navigate } from '../navigation.ts';
import styles from './register-dialog.module.css';

export interface RegisterDialogProps {
  /** The run whose model becomes the next version of a registered model. */
  runId: string;
  onClose: () => void;
  /** Called after the toast that says so; the dialog is not closed by itself. */
  onRegistered: (version: ModelVersion) => void;
}

interface Offered {
  /** The name that is there before one types: the only model's, or the training data's. */
  name: string;
  versionCounts: ReadonlyMap<string, number>;
}

/** "telco-churn@3" → "telco-churn" */
const dataName = (dataset: string | null | undefined) => dataset?.split('@')[0] ?? '';

const nameProblem = (name: string): string | undefined => {
  const result = modelName.safeParse(name);
  return result.success ? undefined : result.error.issues[0]?.message;
};

function Form({ runId, offered, onClose, onRegistered }: RegisterDialogProps & { offered: Offered }) {
  const [name, setName] = useState(offered.name);
  const [description, setDescription] = useState('');
  const versions = offered.versionCounts.get(name) ?? 0;
  const [champion, setChampion] = useState<boolean | null>(null);
  const register = useCommand('models.register', { failure: 'The model was not registered', quiet: true });
  const listId = useId();
  const problem = nameProblem(name);
  // The first version of a model is its champion unless one says otherwise; a later one has to be promoted on purpose.
  const isChampion = champion ?? versions === 0;

  const submit = async () => {
    const version = await register.run({
      source: { run: runId },
      name,
      description,
      aliases: isChampion ? ['champion'] : [],
    });
    if (version === undefined) return;
    toast({
      meaning: 'good',
      title: `Registered as ${version.name}/${version.version}`,
      action: { label: 'Open', onClick: () => navigate({ area: 'models', id: version.name }) },
    });
    onRegistered(version);
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === undefined && !register.isRunning) void submit();
      }}
    >
      <Stack>
        <TextField
          autoFocus
          label="Model"
          value={name}
          onChange={setName}
          list={listId}
          problem={name === '' ? undefined : problem}
          hint={versions === 0 ? 'A new model, version 1' : `Becomes version ${versions + 1}`}
        />
        <datalist id={listId}>
          {[...offered.versionCounts.keys()].map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
        <TextField
          label="Description"
          rows={3}
          value={description}
          onChange={setDescription}
          placeholder="What is new in this version"
        />
        <Checkbox
          label="Make it the champion, the version that the model’s name stands for"
          checked={isChampion}
          onChange={setChampion}
        />
        {register.error !== null && (
          <div role="alert">
            <Text tone="bad" selectable>
              {register.error.message}
            </Text>
          </div>
        )}
        <div className={styles.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={problem !== undefined} busy={register.isRunning}>
            Register
          </Button>
        </div>
      </Stack>
    </form>
  );
}

/** Makes the model of a run a version of a registered model: everything is filled in, so that Enter is enough. */
export function RegisterDialog(props: RegisterDialogProps) {
  const { runId, onClose } = props;
  const run = useQuery('runs.get', { run: runId });
  const models = useQuery('models.list', {});
  const error = run.error ?? models.error;
  const only = models.data?.length === 1 ? models.data[0]?.name : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={run.data === undefined ? 'Register the model' : `Register the model of ${run.data.name}`}
    >
      {error !== null ? (
        <ErrorState title="The run could not be read." detail={error.message} />
      ) : (
        run.data !== undefined &&
        models.data !== undefined && (
          <Form
            {...props}
            offered={{
              name: only ?? dataName(run.data.dataset),
              versionCounts: new Map(models.data.map((model) => [model.name, model.versionCount])),
            }}
          />
        )
      )}
    </Dialog>
  );
}
