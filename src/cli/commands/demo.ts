import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import {
  formatBytes,
  formatDuration,
  formatInterval,
  formatNumber,
  formatPercent,
} from '../../shared/model/format.ts';
import type { GlobalOptions } from '../command-line.ts';
import { type Session, withSession } from '../session.ts';
import { createTerminal, type Terminal } from '../terminal.ts';

const model = 'churn';

/** The whole life of a model on the sample project, each step with its numbers. Any step that fails fails the demo. */
export const addDemoCommand = (program: Command): void => {
  program
    .command('demo')
    .description('take a model through its whole life on the sample project, without a window')
    .option('--out <folder>', 'folder for the sample project (default: a new one in your documents)')
    .action(async (options: { out?: string }, command: Command) => {
      const terminal = createTerminal({ isJson: command.optsWithGlobals<GlobalOptions>().json === true });
      const folder = await withSession({ folder: null, terminal }, async (session) => {
        const made = await session.call(
          'projects.createSample',
          options.out === undefined ? {} : { folder: resolve(options.out) },
        );
        return made.folder;
      });
      await withSession({ folder, terminal }, (session) => liveThrough(session, terminal));
    });
};

/** `churn = No (69.6 %)`, from what POST /predict answered about one row. */
const describeAnswer = (body: unknown): string => {
  const { prediction, probabilities } = body as {
    prediction: string;
    probabilities: Record<string, number>;
  };
  return `${model} = ${prediction} (${formatPercent(probabilities[prediction] ?? 0)})`;
};

const liveThrough = async (session: Session, terminal: Terminal): Promise<void> => {
  const startedAtMs = Date.now();
  const steps: { step: string; result: string; tookMs: number }[] = [];
  const step = async (title: string, work: () => Promise<string>): Promise<void> => {
    const from = Date.now();
    const result = await work();
    steps.push({ step: title, result, tookMs: Date.now() - from });
    terminal.note(`${title.padEnd(10)} ${result}  (${formatDuration(Date.now() - from)})`);
  };
  const training = 'customers-train';
  const latest = 'customers-2026-03';
  const exportFolder = join(session.folder, `${model}-deployment`);
  const runs: string[] = [];
  let bestRun = '';
  let endpointId = '';

  await step('data', async () => {
    const datasets = await session.call('datasets.list', {});
    return datasets
      .map(({ name, latest: { rowCount } }) => `${name} ${formatNumber(rowCount)} rows`)
      .join(', ');
  });
  await step('profile', async () => {
    const profile = await session.call('datasets.profile', { dataset: training });
    const missing = profile.columns.filter((column) => column.missing > 0).map(({ name }) => name);
    return `${profile.columns.length} columns, missing values in ${missing.join(', ') || 'none'}`;
  });
  for (const learner of ['linear', 'gbdt'] as const) {
    await step(`train`, async () => {
      const { jobId, runId } = await session.call('training.start', {
        dataset: training,
        target: 'churn',
        learner,
        experiment: 'Churn',
      });
      await session.finish(jobId);
      runs.push(runId);
      const { metrics, name } = await session.call('runs.get', { run: runId });
      return `${learner} ${name}: AUC ${formatNumber(Number(metrics.roc_auc))}, log loss ${formatNumber(Number(metrics.log_loss))} on held-out rows`;
    });
  }
  await step('compare', async () => {
    const { runs: compared, metrics } = await session.call('runs.compare', { runs });
    const auc = metrics.find(({ name }) => name === 'roc_auc');
    const best = auc?.best[0];
    bestRun = compared[best ?? 0]?.id ?? '';
    return best === undefined
      ? 'no difference in AUC'
      : `${compared[best]?.parameters.learner} is ahead by ${formatNumber(Math.abs(auc?.deltas[1] ?? 0))} AUC`;
  });
  await step('register', async () => {
    const version = await session.call('models.register', {
      source: { run: bestRun },
      name: model,
      aliases: ['champion'],
    });
    return `${version.name}/${version.version} @champion, SHA-256 ${version.digest?.slice(0, 12)}…`;
  });
  await step('evaluate', async () => {
    const { jobId, evaluationId } = await session.call('evaluations.start', {
      subject: { model: `${model}@champion` },
      dataset: 'customers-2026-01',
    });
    await session.finish(jobId);
    const { report, rowCount } = await session.call('evaluations.get', { evaluation: evaluationId });
    const auc = report.metrics.find(({ name }) => name === 'roc_auc');
    return `AUC ${formatInterval(auc?.value ?? null, auc?.interval ?? null)} on ${formatNumber(rowCount)} later customers`;
  });
  await step('serve', async () => {
    const endpoint = await session.call('serving.start', { model: `${model}@champion` });
    endpointId = endpoint.id;
    return endpoint.address;
  });
  await step('predict', async () => {
    const { example } = await session.call('serving.describe', { endpoint: endpointId });
    const { status, body, durationMs } = await session.call('serving.try', {
      endpoint: endpointId,
      body: example,
    });
    if (status !== 200)
      throw new EngineError('job-failed', `The endpoint answered ${status}: ${JSON.stringify(body)}`);
    return `${describeAnswer(body)} in ${formatNumber(durationMs)} ms`;
  });
  await step('watch', async () => {
    const { jobId, reportId } = await session.call('drift.start', {
      reference: training,
      current: { dataset: latest },
    });
    await session.finish(jobId);
    const { report } = await session.call('drift.get', { report: reportId });
    return report.verdict.text;
  });
  await step('export', async () => {
    const { jobId, exportId } = await session.call('exports.create', {
      model: `${model}@champion`,
      folder: exportFolder,
    });
    await session.finish(jobId);
    const { files } = await session.call('exports.get', { export: exportId });
    return `${files.length} files, ${formatBytes(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))} in ${exportFolder}`;
  });
  await step('stop', async () => {
    await session.call('serving.stop', { endpoint: endpointId });
    const { healthy, checks } = await session.call('project.doctor', {});
    if (!healthy)
      throw new EngineError(
        'project-damaged',
        checks
          .filter(({ state }) => state === 'problem')
          .map(({ message }) => message)
          .join(' '),
      );
    return `endpoint stopped; all ${checks.length} checks of the doctor passed`;
  });
  const dockerfile = join(exportFolder, 'Dockerfile');
  if (!existsSync(dockerfile)) throw new EngineError('internal', `The export has no ${dockerfile}.`);
  terminal.result({ folder: session.folder, exportFolder, steps, tookMs: Date.now() - startedAtMs }, () =>
    [
      '',
      `Done in ${formatDuration(Date.now() - startedAtMs)}. It made:`,
      `  the project      ${session.folder}`,
      `  the deployment   ${exportFolder}`,
      `See it in the window:  npx modelyard --project "${session.folder}" open`,
      `Serve it again:        npx modelyard --project "${session.folder}" serve ${model}@champion`,
    ].join('\n'),
  );
};
