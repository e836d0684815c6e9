import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createSeriesColors } from '../../../../shared/charts/series-color.ts';
import type { CommandOutput } from '../../../../shared/contract/index.ts';
import type { runReportsContract } from '../../../../shared/contract/run-reports.ts';
import type { MetricAggregate } from '../../../../shared/model/comparison/metric-aggregate.ts';
import { countOf } from '../../../../shared/model/format.ts';
import { metricGoalOf } from '../../../../shared/model/metric-goal.ts';
import { resultMetrics } from '../../../../shared/model/metric-order.ts';
import { comparisonSections, comparisonSubject } from '../../../core/report/comparison-report.ts';
import { type ReportSection, reportPage } from '../../../core/report/report-page.ts';
import { reportStyle } from '../../../core/report/report-style.ts';
import { runSections } from '../../../core/report/run-report.ts';
import type { TradeOff } from '../../../core/report/sections/trade-off.ts';
import type { CallContext, Handlers } from '../../../ports/call.ts';
import type { ProjectServices } from '../../../ports/project-services.ts';
import { metricLengths } from '../../../store/metric-columns.ts';
import { metricEndsOf } from '../../../store/metric-ends.ts';
import { compareOrigins } from '../compare-origins.ts';
import { namedRun } from '../named-run.ts';
import { othersAreAnswered } from '../others-are-answered.ts';
import { readRunDetail } from '../read-run-detail.ts';
import { stopWhenCancelled } from '../stop-when-cancelled.ts';
import { writeNewFile } from '../write-new-file.ts';
import type { ComparisonHandlers } from './comparison-handlers.ts';
import { readReportCurves } from './report-curves.ts';
import { reportedEvaluations } from './report-evaluations.ts';

type Services = Pick<ProjectServices, 'store' | 'objects' | 'unfinished' | 'settings' | 'clock'>;

interface Contents {
  readonly title: string;
  readonly subject: string;
  readonly sections: Iterable<ReportSection>;
}

const styleDigest = createHash('sha256').update(reportStyle).digest('base64');

/** Runs as pages for people who do not have Modelyard. Nothing of the project changes. */
export const createRunReportsArea = (
  { store: { reader }, objects, unfinished: files, settings, clock }: Services,
  { comparison, project }: { comparison: ComparisonHandlers; project: { readonly name: string } },
) => {
  /** The two metrics one looks at first, where both differ. */
  const tradeOffOf = async (
    { runs, metrics }: CommandOutput<'runs.compare'>,
    aggregate: MetricAggregate,
    context: CallContext,
  ): Promise<TradeOff | null> => {
    const differing = metrics.filter(
      ({ differs, goal, values }) =>
        differs && goal !== null && values.filter((value) => value !== null).length > 1,
    );
    const [y, x] = resultMetrics(differing.map(({ name }) => name));
    if (x === undefined || y === undefined) return null;
    const scatter = await comparison['runs.scatter'](
      {
        runs: runs.map(({ id }) => id),
        ...{ x: `metrics.${x}`, y: `metrics.${y}`, aggregate },
        ...{ xScale: 'linear', yScale: 'linear' },
      },
      context,
    );
    return scatter.points.length > 1 ? { x, y, scatter } : null;
  };

  const ofOne = async (id: string, context: CallContext): Promise<Contents> => {
    const run = readRunDetail(reader, namedRun(reader, id));
    const { metricGoals } = settings.read();
    const { code, environment } = await compareOrigins(reader, objects, [id]);
    return {
      title: run.name,
      subject: 'One run.',
      sections: runSections({
        ...{ run, code, environment },
        goalOf: (metric) => metricGoalOf(metric, metricGoals),
        ranges: metricEndsOf(reader, [id], null).get(id) ?? {},
        points: new Map(metricLengths(reader, [id]).map(({ key, mostPoints }) => [key, mostPoints])),
        curves: await readReportCurves(comparison, [id], context),
        evaluations: await reportedEvaluations(reader, objects, [id]),
        styleOf: createSeriesColors(),
      }),
    };
  };

  const ofSeveral = async (
    ids: readonly string[],
    { aggregate, groups }: { aggregate: MetricAggregate; groups: GroupsAsked | undefined },
    context: CallContext,
  ): Promise<Contents> => {
    const runs = [...ids];
    const compared = await comparison['runs.compare']({ runs, aggregate }, context);
    return {
      title: titleOf(compared.runs, project.name),
      subject: comparisonSubject(runs.length),
      sections: comparisonSections({
        comparison: compared,
        groups:
          groups === undefined
            ? null
            : await comparison['runs.groups'](
                { ...groups, runs, aggregate, question: 'means', level: 0.95, seed: 0 },
                context,
              ),
        curves: await readReportCurves(comparison, runs, context),
        tradeOff: await tradeOffOf(compared, aggregate, context),
        evaluations: await reportedEvaluations(reader, objects, runs),
        styleOf: createSeriesColors(),
      }),
    };
  };

  const handlers = {
    'runs.saveReport': async ({ runs: references, aggregate, groups, title, out, overwrite }, context) => {
      const ids = [...new Set(references.map((reference) => namedRun(reader, reference).id))];
      const { sizeBytes } = await writeNewFile({ out, overwrite, unfinished: files }, async (unfinished) => {
        const [only] = ids;
        const contents =
          ids.length === 1 && only !== undefined
            ? await ofOne(only, context)
            : await ofSeveral(ids, { aggregate, groups }, context);
        context.progress({ phase: 'Writing the report' });
        const head = { ...contents, project: project.name, madeAtMs: clock.nowMs() };
        const page = reportPage({ ...head, title: title ?? contents.title }, styleDigest, contents.sections);
        await pipeline(Readable.from(inTurns(page, context.signal)), createWriteStream(unfinished));
      });
      return { out, runs: ids.length, sizeBytes };
    },
  } satisfies Handlers<typeof runReportsContract>;
  return { handlers };
};

/** Few are named; of many it is said what they are of. */
const titleOf = (runs: CommandOutput<'runs.compare'>['runs'], project: string): string => {
  if (runs.length === 2) return runs.map(({ name }) => name).join(' and ');
  const [experiment = project, ...others] = new Set(runs.map((run) => run.experiment));
  return `${countOf(runs.length, 'run')} of ${others.length === 0 ? experiment : project}`;
};

interface GroupsAsked {
  readonly by: string | string[];
  readonly metric: string;
  readonly pairBy?: string | undefined;
  readonly reference?: string | undefined;
}

/** Others are answered between the parts of a page. */
async function* inTurns(parts: Iterable<string>, signal: AbortSignal): AsyncGenerator<string> {
  for (const part of parts) {
    stopWhenCancelled(signal);
    yield part;
    await othersAreAnswered();
  }
}
