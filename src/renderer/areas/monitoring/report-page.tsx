import { useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { DriftFinding, DriftReport } from '../../../shared/model/drift-report.ts';
import { BottomPanel, navigate, QueryState, useNavigation, useRoute } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import {
  Badge,
  Button,
  ColumnMenu,
  countOf,
  DataTable,
  formatNumber,
  formatPercent,
  MeaningIcon,
  Page,
  Panel,
  RelativeTime,
  Stack,
  Text,
  useColumnLayout,
} from '../../ui/index.ts';
import { ColumnDetail } from './column-detail.tsx';
import { reportStatus } from './column-status.ts';
import { driftColumns } from './drift-columns.tsx';
import styles from './monitoring.module.css';
import { ReportUnderWay } from './report-under-way.tsx';

type Answer = CommandOutput<'drift.get'>;

const firstFindings = 8;

function Findings({
  findings,
  onShow,
}: {
  findings: readonly DriftFinding[];
  onShow: (column: string) => void;
}) {
  const [showsAll, setShowsAll] = useState(false);
  if (findings.length === 0) return <Text tone="muted">Nothing stands out in any column.</Text>;
  const shown = showsAll ? findings : findings.slice(0, firstFindings);
  return (
    <Stack>
      <ul className={styles.findings}>
        {shown.map(({ kind, column, severity, text }) => (
          <li key={`${kind} ${column} ${text}`} className={styles.finding}>
            <MeaningIcon meaning={severity === 'alarm' ? 'bad' : 'warning'} size={16} />
            <button type="button" className={styles.findingLink} onClick={() => onShow(column)}>
              {text}
            </button>
          </li>
        ))}
      </ul>
      {shown.length < findings.length && (
        <span>
          <Button size="small" variant="quiet" onClick={() => setShowsAll(true)}>
            Show all {findings.length} findings
          </Button>
        </span>
      )}
    </Stack>
  );
}

/** How it was found out: enough to do it again by hand. */
function Method({ report }: { report: DriftReport }) {
  const { thresholds, rows, adjustedTests, sampledWithSeed, method } = report;
  return (
    <p className={styles.method}>
      Method {method.name} {method.version}. A column has drifted when the p-value of its test, adjusted after
      Benjamini and Hochberg over {countOf(adjustedTests, 'test')}, is below {formatNumber(thresholds.alpha)}{' '}
      and the change is at least {formatNumber(thresholds.number)} for numbers (Kolmogorov–Smirnov distance,
      or Wasserstein distance in reference standard deviations), {formatNumber(thresholds.category)} for
      categories (Jensen–Shannon distance) or {formatNumber(thresholds.share)} for shares (Cohen’s h). The
      data has drifted when at least {formatPercent(thresholds.datasetShare)} of its columns have. Compared{' '}
      {countOf(rows.current, 'current row')} with {countOf(rows.reference, 'reference row')}
      {sampledWithSeed === null ? ', all of them.' : `, a sample drawn with seed ${sampledWithSeed}.`}
    </p>
  );
}

function Report({ answer }: { answer: Answer }) {
  const { report } = answer;
  const { search, tab } = useRoute();
  const replace = useNavigation((state) => state.replace);
  const layout = useColumnLayout('drift-columns');
  const show = (column: string | null) =>
    replace({ area: 'monitoring', id: answer.id, tab, ...(column !== null && { search: { column } }) });
  const chosen = report.columns.find(({ name }) => name === search?.column);
  const { verdict } = report;
  const status = reportStatus(answer);
  return (
    <Page
      title={`${answer.current} against ${answer.reference}`}
      note={<RelativeTime atMs={answer.createdAtMs} />}
      actions={<Button onClick={() => navigate({ area: 'monitoring' })}>All reports</Button>}
    >
      <Stack>
        <div className={styles.verdict}>
          <Badge meaning={status.meaning}>{status.text}</Badge>
          <span className={styles.verdictText}>{verdict.text}</span>
        </div>
        <Panel title="Findings">
          <Findings findings={report.findings} onShow={show} />
        </Panel>
        <Panel
          title={countOf(report.columns.length, 'column')}
          flush
          actions={<ColumnMenu columns={driftColumns} layout={layout} />}
        >
          <div className={styles.columns}>
            <DataTable
              label="Columns"
              name="drift-columns"
              layout={layout}
              rows={report.columns}
              rowId={({ name }) => name}
              columns={driftColumns}
              initialSort={{ columnId: 'effect', descending: true }}
              activeId={chosen?.name ?? null}
              onActiveChange={({ name }) => show(name)}
            />
          </div>
        </Panel>
        <Method report={report} />
      </Stack>
      {chosen !== undefined && (
        <BottomPanel title={`Column ${chosen.name}`} onClose={() => show(null)}>
          <ColumnDetail key={chosen.name} column={chosen} />
        </BottomPanel>
      )}
    </Page>
  );
}

/** One report: the verdict in words, then what it rests on. */
export function ReportPage({ id }: { id: string }) {
  const report = useQuery('drift.get', { report: id });
  if (report.data === undefined && report.error?.code === 'not-found') return <ReportUnderWay id={id} />;
  return (
    <QueryState query={report} what="The report">
      {(answer) => <Report answer={answer} />}
    </QueryState>
  );
}
