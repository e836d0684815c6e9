import { useMemo, useState } from 'react';
import type { TraceDetail } from '../../../shared/model/trace.ts';
import { spanTree } from '../../../shared/model/trace-tree.ts';
import { linkOf, navigate, QueryState, useNavigation, useOfferActions, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Button,
  ConfirmDialog,
  countOf,
  formatDuration,
  Inline,
  Page,
  RelativeTime,
  SplitPanes,
  Tabs,
} from '../../ui/index.ts';
import { AboutTab } from './about-tab.tsx';
import { AssessmentsTab } from './assessments-tab.tsx';
import { SpanPanel } from './span-panel.tsx';
import { SpanTable } from './span-table.tsx';
import { TraceStateDot } from './trace-state.tsx';
import { useDeleteTraces } from './use-delete-traces.ts';
import { useTraceChanges } from './use-trace-changes.ts';

const tabIds = ['spans', 'assessments', 'about'] as const;
type TabId = (typeof tabIds)[number];

/** The tree beside the span that is chosen: at first the one that failed first and deepest, else the first of all. */
function SpansTab({
  trace,
  spanId,
  onSelect,
}: {
  trace: TraceDetail;
  spanId: string | undefined;
  onSelect: (id: string) => void;
}) {
  const tree = useMemo(() => spanTree(trace.spans), [trace.spans]);
  const failed = tree.find(({ span, hasFailureBelow }) => span.status === 'error' && !hasFailureBelow);
  const chosen = tree.find(({ span }) => span.id === spanId) ?? failed ?? tree[0];
  return (
    <SplitPanes
      name="span"
      fixed="second"
      initialSize={360}
      minimumSize={280}
      first={<SpanTable tree={tree} activeId={chosen?.span.id ?? null} onSelect={onSelect} />}
      second={chosen === undefined ? null : <SpanPanel traceId={trace.id} row={chosen} />}
    />
  );
}

function TraceTabs({ trace }: { trace: TraceDetail }) {
  const route = useRoute();
  const replace = useNavigation((state) => state.replace);
  const tab: TabId = tabIds.find((id) => id === route.tab) ?? 'spans';
  const select = (span: string) => replace({ area: 'traces', id: trace.id, search: { span } });
  return (
    <Tabs<TabId>
      label="Parts of the trace"
      value={tab}
      onChange={(next) => replace({ ...route, tab: next })}
      tabs={[
        {
          id: 'spans',
          label: 'Spans',
          count: trace.spans.length,
          content: <SpansTab trace={trace} spanId={route.search?.span} onSelect={select} />,
        },
        {
          id: 'assessments',
          label: 'Assessments',
          count: trace.assessments.length,
          content: <AssessmentsTab trace={trace} onSpan={select} />,
        },
        { id: 'about', label: 'About', content: <AboutTab trace={trace} /> },
      ]}
    />
  );
}

/** One request, step by step. */
export function TracePage({ id }: { id: string }) {
  const query = useQuery('traces.get', { trace: id });
  const [isDeleting, setDeleting] = useState(false);
  const remove = useDeleteTraces();
  useTraceChanges(id);
  useOfferActions([
    {
      id: 'trace.copyLink',
      title: 'Copy the link to this trace',
      run: () => void navigator.clipboard.writeText(linkOf({ area: 'traces', id })),
    },
  ]);
  return (
    <QueryState query={query} what="The trace">
      {(trace) => (
        <Page
          flush
          title={trace.name === '' ? 'Trace' : trace.name}
          note={
            <Inline>
              <TraceStateDot state={trace.state} />
              {[
                ...(trace.durationMs === null ? [] : [formatDuration(trace.durationMs)]),
                countOf(trace.spanCount, 'span'),
                ...(trace.tokens === null ? [] : [countOf(trace.tokens.total, 'token')]),
              ].join(' · ')}
              <RelativeTime atMs={trace.requestedAtMs} />
            </Inline>
          }
          actions={
            <Inline>
              {trace.runId !== null && trace.runName !== null && (
                <Button onClick={() => navigate({ area: 'runs', id: trace.runId ?? undefined })}>
                  Open the run
                </Button>
              )}
              <Button variant="danger" busy={remove.isRunning} onClick={() => setDeleting(true)}>
                Delete
              </Button>
            </Inline>
          }
        >
          <TraceTabs trace={trace} />
          <ConfirmDialog
            open={isDeleting}
            onOpenChange={setDeleting}
            title="Delete this trace?"
            description="Its spans, tags and assessments go with it. It cannot be undone."
            confirmLabel="Delete 1 trace"
            onConfirm={async () => {
              if (await remove.run({ traces: [trace.id] })) navigate({ area: 'traces' });
            }}
          />
        </Page>
      )}
    </QueryState>
  );
}
