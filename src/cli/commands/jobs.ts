import type { Command } from 'commander';
import { formatDuration, formatRelativeTime } from '../../shared/model/format.ts';
import { onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

export const addJobsCommands = (program: Command): void => {
  const jobs = program.command('jobs').description('jobs: what runs, ran and waits');

  jobs
    .command('list')
    .description('list jobs, newest first')
    .action(
      onProject(async ({ session, terminal }) => {
        const listed = await session.call('jobs.list', {});
        terminal.result(listed, () =>
          listed.length === 0
            ? 'No jobs.'
            : formatTable(
                [
                  { title: 'job' },
                  { title: 'what' },
                  { title: 'state' },
                  { title: 'queued' },
                  { title: 'took', align: 'right' },
                ],
                listed.map(({ id, title, state, queuedAtMs, startedAtMs, endedAtMs }) => [
                  id.slice(0, 8),
                  title,
                  state,
                  formatRelativeTime({ atMs: queuedAtMs, nowMs: Date.now() }),
                  startedAtMs === null || endedAtMs === null ? '' : formatDuration(endedAtMs - startedAtMs),
                ]),
              ),
        );
      }),
    );

  jobs
    .command('show <job>')
    .description('show a job with its log')
    .action(
      onProject(async ({ session, terminal }, reference: string) => {
        const [job, log] = await Promise.all([
          session.call('jobs.get', { job: reference }),
          session.call('jobs.log', { job: reference }),
        ]);
        terminal.result({ ...job, log: log.lines }, () =>
          [
            `${job.title}: ${job.state}${job.error === null ? '' : `: ${job.error.message}`}`,
            ...log.lines,
          ].join('\n'),
        );
      }),
    );

  jobs
    .command('cancel <job>')
    .description('cancel a job; its whole process tree is ended')
    .action(
      onProject(async ({ session, terminal }, reference: string) => {
        const job = await session.call('jobs.cancel', { job: reference });
        terminal.result(job, () => `${job.title}: ${job.state}`);
      }),
    );
};
