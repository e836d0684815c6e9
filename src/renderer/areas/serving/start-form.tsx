import { useState } from 'react';
import type { RegisteredModel } from '../../../shared/model/registry.ts';
import { navigate, QueryState } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import { Button, EmptyState, Inline, NumberField, Panel, Select, Stack, Text } from '../../ui/index.ts';
import { freePortOf } from './free-port.ts';
import styles from './serving.module.css';
import { splitReference } from './split-reference.ts';

function VersionSelect({
  name,
  value,
  onChange,
}: {
  name: string;
  value: string;
  onChange: (suffix: string) => void;
}) {
  const model = useQuery('models.get', { name });
  const versions = model.data?.versions ?? [];
  const usual =
    model.data?.aliases.champion === undefined ? 'newest' : `champion, ${model.data.aliases.champion}`;
  return (
    <Select
      label="Version"
      value={value}
      onChange={onChange}
      options={[
        { value: '', label: `The ${usual}` },
        ...versions.map(({ version, aliases }) => ({
          value: `/${version}`,
          label: [`${version}`, ...aliases].join(' · '),
        })),
      ]}
    />
  );
}

function Form({
  models,
  model,
  onClose,
}: {
  models: readonly RegisteredModel[];
  model: string | undefined;
  onClose: () => void;
}) {
  const asked = splitReference(model ?? models[0]?.name ?? '');
  const [name, setName] = useState(asked.name);
  const [suffix, setSuffix] = useState(asked.suffix);
  const [port, setPort] = useState<number | null>(null);
  const start = useCommand('serving.start', { failure: 'The model could not be served', quiet: true });
  const submit = async (at: number | null) => {
    const endpoint = await start.run({ model: `${name}${suffix}`, ...(at !== null && { port: at }) });
    if (endpoint === undefined) return;
    onClose();
    navigate({ area: 'serving', id: endpoint.id });
  };
  const freePort = freePortOf(start.error);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!start.isRunning) void submit(port);
      }}
    >
      <Stack>
        <div className={styles.startFields}>
          <Select
            label="Model"
            value={name}
            onChange={(next) => {
              setName(next);
              setSuffix('');
            }}
            options={models.map((each) => ({ value: each.name, label: each.name }))}
          />
          <VersionSelect key={name} name={name} value={suffix} onChange={setSuffix} />
          <NumberField
            label="Port"
            value={port}
            onChange={setPort}
            minimum={1}
            maximum={65535}
            step={1}
            placeholder="first free from 8000"
          />
        </div>
        {start.error !== null && (
          <div role="alert">
            <Inline>
              <Text tone="bad" selectable>
                {start.error.message}
              </Text>
              {freePort !== null && (
                <Button
                  size="small"
                  onClick={() => {
                    setPort(freePort);
                    void submit(freePort);
                  }}
                >
                  Use port {freePort}
                </Button>
              )}
            </Inline>
          </div>
        )}
        <Inline>
          <Button type="submit" variant="primary" busy={start.isRunning}>
            {start.isRunning ? 'Warming up' : 'Start'}
          </Button>
          <Button
            onClick={() => {
              start.cancel();
              onClose();
            }}
          >
            Cancel
          </Button>
        </Inline>
      </Stack>
    </form>
  );
}

/** Everything is filled in: Enter serves the champion of the first model at the first free port. */
export function StartForm({ model, onClose }: { model: string | undefined; onClose: () => void }) {
  const models = useQuery('models.list', {});
  return (
    <Panel title="Serve a model">
      <QueryState query={models} what="The models">
        {(all) =>
          all.length === 0 ? (
            <EmptyState
              text="Only registered models are served. Register one from a run."
              action={{ label: 'Choose a run', onClick: () => navigate({ area: 'runs' }) }}
            />
          ) : (
            <Form models={all} model={model} onClose={onClose} />
          )
        }
      </QueryState>
    </Panel>
  );
}
