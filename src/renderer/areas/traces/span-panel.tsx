import { useState } from 'react';
import type { SpanDetail, SpanOutline } from '../../../shared/model/trace.ts';
import { problemWords, type TreeSpan } from '../../../shared/model/trace-tree.ts';
import { navigate, QueryState } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Badge,
  Button,
  CodeBlock,
  Inline,
  JsonTree,
  KeyValues,
  Panel,
  Stack,
  Tabs,
  Text,
} from '../../ui/index.ts';
import { ContentView } from './content-view.tsx';
import { exactDuration } from './duration.ts';
import { spanKind } from './span-kind.ts';
import { tokenText } from './trace-inspector.tsx';
import { SpanStatusDot } from './trace-state.tsx';
import styles from './traces.module.css';

type TabId = 'content' | 'attributes' | 'events' | 'links';

type Exception = NonNullable<SpanDetail['events'][number]['exception']>;

function ExceptionView({ exception }: { exception: Exception }) {
  const { type, message, stack } = exception;
  return (
    <Stack>
      <Text tone="bad" selectable>
        {[type, message].filter((part) => part !== null && part !== '').join(': ') ||
          'An exception without words'}
      </Text>
      {stack !== null && <CodeBlock code={stack} label="Stack of the exception" maxHeight={320} />}
    </Stack>
  );
}

/** What went wrong comes before all else. */
function Failure({ span }: { span: SpanDetail }) {
  const exceptions = span.events.flatMap(({ exception }) => (exception === null ? [] : [exception]));
  if (span.status !== 'error' && exceptions.length === 0) return null;
  const isTold = exceptions.some(({ message }) => message !== null && span.statusMessage?.includes(message));
  return (
    <Panel title="What went wrong">
      <Stack>
        {!isTold && span.status === 'error' && (
          <Text tone="bad" selectable>
            {span.statusMessage ?? 'It failed, and does not say why.'}
          </Text>
        )}
        {exceptions.map((exception, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: exceptions of a span have no other identity
          <ExceptionView key={index} exception={exception} />
        ))}
      </Stack>
    </Panel>
  );
}

function Events({ span }: { span: SpanDetail }) {
  return (
    <Stack>
      {span.events.map((event, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events of a span have no other identity
        <Panel key={index} title={`${event.name} at +${exactDuration(event.atMs)}`}>
          {event.exception === null ? (
            <JsonTree value={event.attributes} label={`Attributes of ${event.name}`} />
          ) : (
            <ExceptionView exception={event.exception} />
          )}
        </Panel>
      ))}
    </Stack>
  );
}

function Links({ span }: { span: SpanDetail }) {
  return (
    <Stack>
      {span.links.map((link) => (
        <Panel
          key={`${link.traceId} ${link.spanId}`}
          title={link.traceId}
          actions={
            link.isHere && (
              <Button
                size="small"
                onClick={() => navigate({ area: 'traces', id: link.traceId, search: { span: link.spanId } })}
              >
                Open
              </Button>
            )
          }
        >
          <Stack>
            <Text mono size="small" selectable>
              span {link.spanId}
            </Text>
            {!link.isHere && <Text tone="muted">That trace is not in this project.</Text>}
            {Object.keys(link.attributes).length > 0 && (
              <JsonTree value={link.attributes} label="Attributes of the link" />
            )}
          </Stack>
        </Panel>
      ))}
    </Stack>
  );
}

function SpanTabs({ span, tab, onTab }: { span: SpanDetail; tab: TabId; onTab: (tab: TabId) => void }) {
  const attributes = Object.entries(span.attributes);
  const tabs = [
    {
      id: 'content' as const,
      label: 'Content',
      content: (
        <div className={styles.detail}>
          <Failure span={span} />
          <ContentView title="Inputs" value={span.inputs} />
          <ContentView title="Outputs" value={span.outputs} />
        </div>
      ),
    },
    {
      id: 'attributes' as const,
      label: 'Attributes',
      count: attributes.length,
      content: (
        <div className={styles.detail}>
          {attributes.length === 0 ? (
            <Text tone="muted">None were recorded.</Text>
          ) : (
            <JsonTree value={span.attributes} label="Attributes" />
          )}
        </div>
      ),
    },
    ...(span.events.length === 0
      ? []
      : [
          {
            id: 'events' as const,
            label: 'Events',
            count: span.events.length,
            content: (
              <div className={styles.detail}>
                <Events span={span} />
              </div>
            ),
          },
        ]),
    ...(span.links.length === 0
      ? []
      : [
          {
            id: 'links' as const,
            label: 'Links',
            count: span.links.length,
            content: (
              <div className={styles.detail}>
                <Links span={span} />
              </div>
            ),
          },
        ]),
  ];
  const shown = tabs.some(({ id }) => id === tab) ? tab : 'content';
  return <Tabs<TabId> label="Parts of the span" value={shown} onChange={onTab} tabs={tabs} />;
}

function SpanHead({ outline, row }: { outline: SpanOutline; row: TreeSpan | undefined }) {
  const kind = spanKind(outline.type).title;
  return (
    <header className={styles.spanHead}>
      <h2 className={styles.spanTitle}>{outline.name || 'unnamed'}</h2>
      <Inline>
        <SpanStatusDot span={outline} />
        {kind !== '' && <Badge>{kind}</Badge>}
        <Text tone="muted" size="small">
          {[
            `began at +${exactDuration(outline.startMs)}`,
            ...(outline.durationMs === null ? [] : [`took ${exactDuration(outline.durationMs)}`]),
            ...(row?.selfMs == null || row.childCount === 0
              ? []
              : [`${exactDuration(row.selfMs)} of it itself`]),
          ].join(' · ')}
        </Text>
      </Inline>
      {row !== undefined && row.problem !== null && (
        <Text tone="warning" size="small">
          {problemWords[row.problem]}
        </Text>
      )}
    </header>
  );
}

/** Everything that is known of the chosen span. */
export function SpanPanel({ traceId, row }: { traceId: string; row: TreeSpan }) {
  const outline = row.span;
  // Walking over spans, one goes on looking at the same part of each.
  const [tab, setTab] = useState<TabId>('content');
  const detail = useQuery('traces.span', { trace: traceId, span: outline.id }, { keepPrevious: true });
  return (
    <section className={styles.spanPanel} aria-label="The chosen span">
      <SpanHead outline={outline} row={row} />
      <QueryState query={detail} what="The span">
        {(span) => (
          <>
            {(span.model !== null || span.tokens !== null) && (
              <div className={styles.spanFacts}>
                <KeyValues
                  facts={[
                    ...(span.model === null ? [] : [{ name: 'Model', value: span.model, copy: span.model }]),
                    ...(span.tokens === null ? [] : [{ name: 'Tokens', value: tokenText(span.tokens) }]),
                  ]}
                />
              </div>
            )}
            <div className={styles.rest}>
              <SpanTabs key={span.id} span={span} tab={tab} onTab={setTab} />
            </div>
          </>
        )}
      </QueryState>
    </section>
  );
}
