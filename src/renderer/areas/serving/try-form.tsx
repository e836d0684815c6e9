import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import { exampleRecord } from '../../../shared/model/example-request.ts';
import type { Endpoint } from '../../../shared/model/serving.ts';
import type { Signature } from '../../../shared/model/signature.ts';
import { useCommand } from '../../client/index.ts';
import { Button, Inline, Text } from '../../ui/index.ts';
import { Answer } from './answer.tsx';
import { InputField, type InputValue } from './input-field.tsx';
import styles from './serving.module.css';

/** A request by hand: every input filled in with what is usual, so that Enter is enough. */
export function TryForm({ endpoint, signature }: { endpoint: Endpoint; signature: Signature }) {
  const [values, setValues] = useState<Record<string, InputValue>>(() => exampleRecord(signature));
  const [answer, setAnswer] = useState<CommandOutput<'serving.try'> | null>(null);
  const ask = useCommand('serving.try', { failure: 'The endpoint did not answer', quiet: true });
  const isReady = endpoint.state === 'ready';
  const submit = async () => {
    const result = await ask.run({ endpoint: endpoint.id, body: { records: [values] } });
    setAnswer(result ?? null);
  };
  return (
    <div className={styles.try}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !ask.isRunning) void submit();
        }}
      >
        <Inline>
          <Button type="submit" variant="primary" disabled={!isReady} busy={ask.isRunning}>
            Predict {signature.target}
          </Button>
          <Button variant="quiet" onClick={() => setValues(exampleRecord(signature))}>
            Fill in the example again
          </Button>
          {!isReady && <Text tone="muted">Switch the endpoint on to ask it.</Text>}
        </Inline>
        <div className={styles.inputs}>
          {signature.inputs.map((input) => (
            <InputField
              key={input.name}
              input={input}
              value={values[input.name] ?? null}
              onChange={(value) => setValues((current) => ({ ...current, [input.name]: value }))}
            />
          ))}
        </div>
      </form>
      <div aria-live="polite">
        <Answer answer={answer} error={ask.error} classes={signature.classes} target={signature.target} />
      </div>
    </div>
  );
}
