import { BrainCircuit } from 'lucide-react';
import { useState } from 'react';
import { navigate, QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { EmptyState, Page, Select } from '../../ui/index.ts';
import { FormBody } from './form-body.tsx';

/** Everything is guessed, so that Train can be pressed at once; the newest dataset unless one is wanted. */
export function TrainForm({ wanted }: { wanted: string | undefined }) {
  const datasets = useQuery('datasets.list', {});
  const [chosen, setChosen] = useState<string | null>(wanted ?? null);
  return (
    <QueryState query={datasets} what="The datasets">
      {(all) => {
        const newestFirst = [...all].sort((one, other) => other.latest.addedAtMs - one.latest.addedAtMs);
        const references = newestFirst.map(({ latest }) => `${latest.dataset}@${latest.version}`);
        const named = (name: string) => references.find((each) => each.split('@')[0] === name);
        // A name alone is its newest version; an older version stays what it is.
        const dataset = chosen === null ? references[0] : chosen.includes('@') ? chosen : named(chosen);
        if (dataset === undefined)
          return (
            <Page title="Train">
              <EmptyState
                icon={<BrainCircuit size={32} strokeWidth={1.5} />}
                text="A model learns one column of a dataset from the others. Add a dataset first."
                action={{ label: 'Go to Data', onClick: () => navigate({ area: 'data' }) }}
              />
            </Page>
          );
        const options = [...new Set([dataset, ...references])].map((value) => ({ value, label: value }));
        return (
          <FormBody
            key={dataset}
            dataset={dataset}
            chooser={<Select label="Dataset" value={dataset} options={options} onChange={setChosen} />}
          />
        );
      }}
    </QueryState>
  );
}
