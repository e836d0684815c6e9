import { useState } from 'react';
import type { ModelVersion, RegisteredModel } from '../../../shared/model/registry.ts';
import { navigate, QueryState } from '../../app/index.ts';
import { call, showError, useCommand, useQuery } from '../../client/index.ts';
import {
  Button,
  Checkbox,
  EmptyState,
  Inline,
  NumberField,
  Page,
  Panel,
  Select,
  Stack,
  Text,
  TextField,
} from '../../ui/index.ts';
import styles from './exports.module.css';
import { checkValues, defaultValues, type FieldName, type FormValues } from './form-values.ts';

const nameOf = (reference: string) => reference.split(/[@/]/)[0] ?? reference;
const versionText = ({ version, aliases }: ModelVersion) => [`${version}`, ...aliases].join(' · ');

function ModelFields({
  models,
  model,
  onChange,
}: {
  models: readonly RegisteredModel[];
  model: string;
  onChange: (model: string) => void;
}) {
  const name = nameOf(model);
  const versions = useQuery('models.get', { name });
  const hasChampion = versions.data?.aliases.champion !== undefined;
  return (
    <div className={styles.fields}>
      <Select
        label="Model"
        value={name}
        onChange={onChange}
        options={models.map((each) => ({ value: each.name, label: each.name }))}
      />
      <Select
        label="Version"
        value={model}
        onChange={onChange}
        options={[
          { value: name, label: hasChampion ? 'The champion' : 'The newest' },
          ...(versions.data?.versions ?? []).map((version) => ({
            value: `${name}/${version.version}`,
            label: versionText(version),
          })),
        ]}
      />
    </div>
  );
}

function OptionFields({
  values,
  problems,
  onChange,
}: {
  values: FormValues;
  problems: Partial<Record<FieldName, string>>;
  onChange: (changes: Partial<FormValues>) => void;
}) {
  const text = (name: Exclude<FieldName, 'replicas' | 'maxReplicas'>, label: string, hint: string) => (
    <TextField
      label={label}
      mono
      value={values[name]}
      onChange={(value) => onChange({ [name]: value.trim() })}
      hint={hint}
      problem={problems[name]}
    />
  );
  const count = (name: 'replicas' | 'maxReplicas', label: string, hint: string) => (
    <NumberField
      label={label}
      value={values[name]}
      onChange={(value) => onChange({ [name]: value })}
      minimum={1}
      step={1}
      hint={hint}
      problem={problems[name]}
    />
  );
  return (
    <div className={styles.fields}>
      {text('image', 'Image', 'With your registry in front; empty means the model’s name and version.')}
      {text('namespace', 'Namespace', 'Where in the cluster it lives.')}
      {count('replicas', 'Replicas', 'How many run at least.')}
      {count('maxReplicas', 'Replicas at most', 'How many may run under load.')}
      {text('cpuRequest', 'CPU reserved', '250m is a quarter of a CPU.')}
      {text('cpuLimit', 'CPU at most', 'Beyond it the container is slowed down.')}
      {text('memoryRequest', 'Memory reserved', '256Mi is 268 MB.')}
      {text('memoryLimit', 'Memory at most', 'Beyond it the container is ended.')}
    </div>
  );
}

function FolderField({ folder, onChange }: { folder: string; onChange: (folder: string) => void }) {
  const choose = async () => {
    try {
      const { path } = await call('shell.chooseFolder', { title: 'Export to', canCreate: true });
      if (path !== null) onChange(path);
    } catch (thrown) {
      showError('No folder could be chosen', thrown);
    }
  };
  return (
    <div className={styles.folder}>
      <TextField
        label="Folder"
        mono
        value={folder}
        onChange={onChange}
        hint="New, empty, or with an earlier export in it, which is replaced."
      />
      <Button onClick={() => void choose()}>Choose</Button>
    </div>
  );
}

function Form({
  models,
  first,
  onClose,
}: {
  models: readonly RegisteredModel[];
  first: string;
  onClose: () => void;
}) {
  const [model, setModel] = useState(first);
  const [folder, setFolder] = useState('');
  const [values, setValues] = useState(defaultValues);
  const [build, setBuild] = useState(false);
  const docker = useQuery('exports.docker', {});
  const create = useCommand('exports.create', { failure: 'The export could not be made', quiet: true });
  const { options, problems } = checkValues(values);
  const isReady = options !== null && folder.trim() !== '';
  const submit = async () => {
    if (options === null) return;
    const answer = await create.run({ model, folder: folder.trim(), options, build });
    if (answer !== undefined) navigate({ area: 'exports', id: answer.exportId });
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !create.isRunning) void submit();
      }}
    >
      <Stack>
        <Panel title="What and where to">
          <Stack>
            <ModelFields models={models} model={model} onChange={setModel} />
            <FolderField folder={folder} onChange={setFolder} />
          </Stack>
        </Panel>
        <Panel title="In the cluster">
          <OptionFields
            values={values}
            problems={problems}
            onChange={(changes) => setValues((current) => ({ ...current, ...changes }))}
          />
        </Panel>
        <Checkbox
          label="Build the image too"
          checked={build}
          onChange={setBuild}
          disabled={docker.data?.isAvailable !== true}
        />
        {docker.data?.isAvailable === false && (
          <Text tone="muted" size="small">
            An image can be built later, or elsewhere: {docker.data.reason ?? 'Docker does not answer here.'}
          </Text>
        )}
        {create.error !== null && (
          <div role="alert">
            <Text tone="bad" selectable>
              {create.error.message}
            </Text>
          </div>
        )}
        <Inline>
          <Button type="submit" variant="primary" disabled={!isReady} busy={create.isRunning}>
            Export
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          {folder.trim() === '' && <Text tone="muted">Choose a folder first.</Text>}
        </Inline>
      </Stack>
    </form>
  );
}

/** Asks for a model and a folder; everything else has a default that works. */
export function NewExport({ model, onClose }: { model: string | undefined; onClose: () => void }) {
  const models = useQuery('models.list', {});
  return (
    <Page title="New export">
      <QueryState query={models} what="The models">
        {(all) => {
          const first = model ?? all[0]?.name;
          return first === undefined ? (
            <EmptyState
              text="Only registered models are exported. Register one from a run."
              action={{ label: 'Choose a run', onClick: () => navigate({ area: 'runs' }) }}
            />
          ) : (
            <Form models={all} first={first} onClose={onClose} />
          );
        }}
      </QueryState>
    </Page>
  );
}
