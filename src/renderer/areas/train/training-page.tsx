import { memo, useDeferredValue, useMemo, useState } from 'react';
import type { MetricPoint } from '../../../shared/events.ts';
import type { RunDetail } from '../../../shared/model/run.ts';
import { navigate, QueryState, RegisterDialog, useOfferActions } from '../../app/index.ts';
import { useLive, useQuery } from '../../client/index.ts';
import { Button, Grid, Inline, LineChart, Page, Panel, Stack, Text } from '../../ui/index.ts';
import { byMeasure, growingDomain, liveSeries } from './live-series.ts';
import { RunFigures } from './run-figures.tsx';
import { TrainingProgress } from './training-progress.tsx';
import { useServe } from './use-serve.ts';

const noPoints: readonly MetricPoint[] = [];
const noCharts: ReturnType<typeof byMeasure> = [];

const CurvePanels = memo(function CurvePanels({
  charts,
  growsTo,
}: {
  charts: ReturnType<typeof byMeasure>;
  growsTo: number | null;
}) {
  if (charts.length === 0) return <Text tone="muted">The curve starts with the first round.</Text>;
  return (
    <Grid columnWidth={360}>
      {charts.map(({ measure, series }) => (
        <Panel key={measure} title={measure}>
          <LineChart
            label={`${measure} by round`}
            xLabel="round"
            xDomain={growsTo === null ? undefined : growingDomain(series, growsTo)}
            series={series}
            height={240}
          />
        </Panel>
      ))}
    </Grid>
  );
});

/**
 * Drawing gives way to the person: rounds may come faster than curves can be drawn, clicks and keys may not wait for them.
 * `growsTo` is how many rounds there will be, NaN when nobody knows, null when all are there.
 */
function Curves({ runId, growsTo }: { runId: string; growsTo: number | null }) {
  const history = useQuery('runs.history', { runs: [runId] });
  const live = useLive((state) => state.runPoints[runId]) ?? noPoints;
  const charts = useMemo(() => byMeasure(liveSeries(history.data ?? [], live)), [history.data, live]);
  return <CurvePanels charts={useDeferredValue(charts, noCharts)} growsTo={growsTo} />;
}

function Done({ run }: { run: RunDetail }) {
  /** What the dialog is open for: a model is served under the name of a registered version. */
  const [naming, setNaming] = useState<'register' | 'serve' | null>(null);
  const serve = useServe();
  const open = () => navigate({ area: 'runs', id: run.id });
  const register = () => setNaming('register');
  const newest = run.models.at(-1);
  const serveRun = () => (newest === undefined ? setNaming('serve') : void serve.start(newest));
  useOfferActions([
    { id: 'train.register', title: 'Register the model', shortcut: 'r', run: register },
    { id: 'train.serve', title: 'Serve the model', shortcut: 's', run: serveRun },
  ]);
  return (
    <>
      <Inline>
        <Button onClick={open}>Open run</Button>
        <Button variant={newest === undefined ? 'primary' : 'plain'} onClick={register}>
          Register
        </Button>
        <Button
          variant={newest === undefined ? 'plain' : 'primary'}
          busy={serve.isRunning}
          onClick={serveRun}
        >
          Serve
        </Button>
        <Button variant="quiet" onClick={() => navigate({ area: 'train' })}>
          Train another
        </Button>
      </Inline>
      {naming !== null && (
        <RegisterDialog
          runId={run.id}
          onClose={() => setNaming(null)}
          onRegistered={(version) => {
            setNaming(null);
            if (naming === 'serve') void serve.start(`${version.name}/${version.version}`);
          }}
        />
      )}
    </>
  );
}

/** A training while it runs, and what came of it. */
export function TrainingPage({ runId }: { runId: string }) {
  const run = useQuery('runs.get', { run: runId });
  return (
    <QueryState query={run} what="The run">
      {(data) => (
        <Page
          title={data.name}
          note={[data.dataset, data.parameters.learner, data.experiment].filter(Boolean).join(' · ')}
        >
          <Stack>
            {data.jobId !== null && <TrainingProgress jobId={data.jobId} />}
            {data.status === 'finished' && (
              <>
                <RunFigures metrics={data.metrics} />
                <Done run={data} />
              </>
            )}
            <Curves
              runId={runId}
              growsTo={data.status === 'running' ? Number(data.parameters.num_rounds) : null}
            />
          </Stack>
        </Page>
      )}
    </QueryState>
  );
}
