import type { EvaluationReport } from '../../../shared/model/evaluation-report.ts';
import {
  ConfusionMatrix,
  countOf,
  formatNumber,
  formatPercent,
  Grid,
  Inline,
  KeyValues,
  MeaningIcon,
  Panel,
  PrecisionRecallChart,
  RelativeTime,
  ReliabilityDiagram,
  RocChart,
  Stack,
  Text,
} from '../../ui/index.ts';
import { ClassScores } from './class-scores.tsx';
import { MetricIntervals } from './metric-intervals.tsx';
import { ResidualCharts } from './residual-charts.tsx';

function Notes({ notes }: { notes: readonly string[] }) {
  return notes.map((note) => (
    <Inline key={note}>
      <MeaningIcon meaning="info" size={14} />
      <Text size="small" selectable>
        {note}
      </Text>
    </Inline>
  ));
}

function Thresholds({ report: { bestThresholds, threshold, positiveClass } }: { report: EvaluationReport }) {
  return (
    <Panel title="Thresholds">
      <KeyValues
        label="Thresholds"
        facts={[
          ...(positiveClass === null ? [] : [{ name: 'Positive class', value: positiveClass }]),
          ...(threshold === null ? [] : [{ name: 'Used here', value: formatNumber(threshold) }]),
          ...bestThresholds.map((best) => ({
            name: best.title,
            value: `${formatNumber(best.value)} at ${formatNumber(best.threshold)}`,
          })),
        ]}
      />
    </Panel>
  );
}

/** A confusion matrix of more classes gets the whole width. */
const roomyClasses = 6;

/** What an evaluation found, in figures and in pictures. */
export function EvaluationReportView({
  report,
  dataset,
  rowCount,
  createdAtMs,
}: {
  report: EvaluationReport;
  dataset: string;
  rowCount: number;
  createdAtMs: number;
}) {
  const { calibration, confusion, intervals } = report;
  const isWide = confusion !== null && confusion.labels.length > roomyClasses;
  return (
    <Stack>
      <Text tone="muted">
        On {dataset}, {countOf(rowCount, 'row')}, <RelativeTime atMs={createdAtMs} />. Intervals:{' '}
        {intervals.method}, {formatPercent(intervals.level)}, {countOf(intervals.resamples, 'resample')}, seed{' '}
        {intervals.seed}.
      </Text>
      <Notes notes={report.notes} />
      <Panel title="Metrics" flush>
        <MetricIntervals metrics={report.metrics} />
      </Panel>
      {isWide && confusion !== null && (
        <Panel title="Confusion matrix">
          <ConfusionMatrix labels={confusion.labels} counts={confusion.counts} />
        </Panel>
      )}
      <Grid columnWidth={380}>
        {!isWide && confusion !== null && (
          <Panel title="Confusion matrix">
            <ConfusionMatrix labels={confusion.labels} counts={confusion.counts} />
          </Panel>
        )}
        {report.roc.length > 0 && (
          <Panel title="ROC curve">
            <RocChart curves={report.roc} />
          </Panel>
        )}
        {report.precisionRecall.length > 0 && (
          <Panel title="Precision and recall">
            <PrecisionRecallChart curves={report.precisionRecall} />
          </Panel>
        )}
        {calibration !== null && (
          <Panel
            title={`Calibration, expected error ${formatNumber(calibration.expectedCalibrationError, 3)}`}
          >
            <ReliabilityDiagram bins={calibration.bins} />
          </Panel>
        )}
        {report.bestThresholds.length > 0 && <Thresholds report={report} />}
        {report.residuals !== null && <ResidualCharts residuals={report.residuals} />}
      </Grid>
      {report.classes.length > 0 && <ClassScores classes={report.classes} />}
    </Stack>
  );
}
