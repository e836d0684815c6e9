import type { ReactNode } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { Endpoint } from '../../../shared/model/serving.ts';
import { QueryState, useNavigation, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { CodeBlock, Tabs } from '../../ui/index.ts';
import { LastPredictions } from './last-predictions.tsx';
import styles from './serving.module.css';
import { TryForm } from './try-form.tsx';

type TabId = 'try' | 'predictions' | 'code';
type Sample = CommandOutput<'serving.describe'>['code'][number];

const isTab = (text: string | undefined): text is TabId =>
  text === 'try' || text === 'predictions' || text === 'code';
const titles = { curl: 'curl', python: 'Python', javascript: 'JavaScript' } as const;

const inTab = (content: ReactNode) => <div className={styles.tab}>{content}</div>;

function CodeSamples({ samples }: { samples: readonly Sample[] }) {
  const route = useRoute();
  const replace = useNavigation((state) => state.replace);
  const language = samples.find((each) => each.language === route.search?.language)?.language ?? 'curl';
  return (
    <Tabs
      label="Language"
      value={language}
      onChange={(next) => replace({ ...route, search: { ...route.search, language: next } })}
      tabs={samples.map((sample) => ({
        id: sample.language,
        label: titles[sample.language],
        content: inTab(
          <CodeBlock code={sample.text} label={`${titles[sample.language]} code`} maxHeight={420} />,
        ),
      }))}
    />
  );
}

/** What one endpoint takes, what it answered, and how a program asks it. */
export function EndpointDetails({ endpoint }: { endpoint: Endpoint }) {
  const description = useQuery('serving.describe', { endpoint: endpoint.id });
  const route = useRoute();
  const replace = useNavigation((state) => state.replace);
  return (
    <QueryState query={description} what={`What ${endpoint.model}/${endpoint.version} takes`}>
      {({ signature, code }) => (
        <Tabs<TabId>
          label={`About ${endpoint.model}/${endpoint.version}`}
          value={isTab(route.tab) ? route.tab : 'try'}
          onChange={(tab) => replace({ ...route, id: endpoint.id, tab })}
          tabs={[
            {
              id: 'try',
              label: 'Try it',
              content: inTab(<TryForm endpoint={endpoint} signature={signature} />),
            },
            {
              id: 'predictions',
              label: 'Last predictions',
              content: inTab(<LastPredictions endpoint={endpoint} signature={signature} />),
            },
            { id: 'code', label: 'Code', content: <CodeSamples samples={code} /> },
          ]}
        />
      )}
    </QueryState>
  );
}
