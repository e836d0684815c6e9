import { Radio } from 'lucide-react';
import { useState } from 'react';
import type { Endpoint } from '../../../shared/model/serving.ts';
import { navigate, QueryState, useNavigation, useOfferActions, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { Button, countOf, EmptyState, Page, Panel, Stack } from '../../ui/index.ts';
import { EndpointDetails } from './endpoint-details.tsx';
import { EndpointRow } from './endpoint-row.tsx';
import { StartForm } from './start-form.tsx';

const isUp = ({ state }: Endpoint) => state !== 'stopped' && state !== 'failed';

function Endpoints({ endpoints }: { endpoints: readonly Endpoint[] }) {
  const { id } = useRoute();
  const replace = useNavigation((state) => state.replace);
  // Held, so that switching one off does not put another one under the pointer.
  const [firstId] = useState(() => (endpoints.find(isUp) ?? endpoints[0])?.id);
  const chosen =
    endpoints.find((each) => each.id === id) ?? endpoints.find((each) => each.id === firstId) ?? endpoints[0];
  return (
    <>
      <Panel title="Endpoints" flush>
        {endpoints.map((endpoint) => (
          <EndpointRow
            key={endpoint.id}
            endpoint={endpoint}
            isChosen={endpoint === chosen}
            onChoose={() => replace({ area: 'serving', id: endpoint.id })}
          />
        ))}
      </Panel>
      {chosen !== undefined && <EndpointDetails key={chosen.id} endpoint={chosen} />}
    </>
  );
}

/** Is it up, is it fast, what does it answer? */
export function Screen() {
  const { search } = useRoute();
  const endpoints = useQuery('serving.list', {});
  const asked = search?.start;
  const [wantsStart, setWantsStart] = useState(false);
  const isOpen = wantsStart || asked !== undefined;
  const close = () => {
    setWantsStart(false);
    if (asked !== undefined) navigate({ area: 'serving' });
  };
  useOfferActions([
    { id: 'serving.start', title: 'Serve a model', shortcut: 's', run: () => setWantsStart(true) },
  ]);
  return (
    <Page
      title="Serving"
      note={endpoints.data && `${countOf(endpoints.data.filter(isUp).length, 'endpoint')} up`}
      actions={
        !isOpen &&
        endpoints.data?.length !== 0 && (
          <Button variant="primary" onClick={() => setWantsStart(true)}>
            Serve a model
          </Button>
        )
      }
    >
      <Stack>
        {isOpen && <StartForm key={asked} model={asked} onClose={close} />}
        <QueryState query={endpoints} what="The endpoints">
          {(all) =>
            all.length > 0 ? (
              <Endpoints endpoints={all} />
            ) : (
              !isOpen && (
                <EmptyState
                  icon={<Radio size={32} strokeWidth={1.5} />}
                  text="An endpoint answers predictions over HTTP on this machine, for any program that asks."
                  action={{ label: 'Serve a model', onClick: () => setWantsStart(true) }}
                />
              )
            )
          }
        </QueryState>
      </Stack>
    </Page>
  );
}
