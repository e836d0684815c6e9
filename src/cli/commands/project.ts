import { resolve } from 'node:path';
import type { Command } from 'commander';
import { foreignFormatTitles } from '../../shared/model/foreign-runs.ts';
import { countOf, formatBytes, formatNumber } from '../../shared/model/format.ts';
import type { FolderFinding, ProjectInfo } from '../../shared/model/project.ts';
import { recognisedToolTexts } from '../../shared/model/recognised-tools.ts';
import { type GlobalOptions, onProject, wholeNumber } from '../command-line.ts';
import { openWindow } from '../open-window.ts';
import { findProject, projectFolder, withSession } from '../session.ts';
import { createTerminal, formatTable, type Terminal } from '../terminal.ts';
import { describeSources } from './linked-runs.ts';

export const addProjectCommands = (program: Command): void => {
  program
    .command('init [folder]')
    .description('make a folder a project (default: the current one)')
    .option('--name <name>', 'name of the project (default: the folder’s)')
    .action(async (folder: string | undefined, options: { name?: string }, command: Command) => {
      const { json, project } = command.optsWithGlobals<GlobalOptions>();
      const terminal = createTerminal({ isJson: json === true });
      await withSession({ folder: null, terminal }, async (session) => {
        const made = await session.call('projects.create', {
          folder: resolve(folder ?? project ?? '.'),
          ...(options.name === undefined ? {} : { name: options.name }),
        });
        terminal.result(
          made,
          () => `${made.name} is a project now: ${made.folder}\nNext: modelyard data add FILE`,
        );
      });
    });

  program
    .command('status')
    .description('what serves, what drifted, what ran last, what to do next')
    .action(
      onProject(async ({ session, terminal }) => {
        const [status, notices] = await Promise.all([
          session.call('project.status', {}),
          session.call('project.notices', {}),
        ]);
        terminal.result({ ...status, notices }, () =>
          [
            `${status.project.name}  ${status.project.folder}`,
            `${countOf(status.counts.datasets, 'dataset')}, ${countOf(status.counts.runs, 'run')}, ${countOf(status.counts.models, 'model')}, ${countOf(status.counts.endpoints, 'endpoint')}; ${formatBytes(status.disk.databaseBytes + status.disk.objectsBytes + status.disk.logsBytes + status.disk.predictionsBytes)} on disk`,
            ...status.models.map(
              ({ name, version, alias, metric }) =>
                `model     ${name}/${version}${alias === null ? '' : ` @${alias}`}${metric === null ? '' : `  ${metric.name} ${formatNumber(metric.value)}`}`,
            ),
            ...status.endpoints.map(
              ({ name, state, address }) => `endpoint  ${name}  ${state}  ${address ?? ''}`,
            ),
            ...(status.drift === null
              ? []
              : [
                  `drift     ${status.drift.current}: ${status.drift.driftedColumns} of ${status.drift.columns} columns`,
                ]),
            ...notices.map(({ message }) => `note      ${message}`),
            `next      ${status.next.title}: ${status.next.explanation}`,
          ].join('\n'),
        );
      }),
    );

  program
    .command('doctor')
    .description('prove the database, every digest and every reference, and find what is left over')
    .option('--repair', 'repair what can be repaired without losing anything')
    .action(
      onProject(
        async ({ session, terminal }, options: { repair?: boolean }) => {
          const report = await session.call('project.doctor', { repair: options.repair === true });
          terminal.result(report, () =>
            [
              ...report.checks.map(
                ({ name, state, message }) => `${state === 'problem' ? '✗' : '✓'} ${name}: ${message}`,
              ),
              ...(report.healthy || options.repair === true
                ? []
                : ['What can be repaired without losing anything is, with: modelyard doctor --repair']),
            ].join('\n'),
          );
          if (!report.healthy) process.exitCode = 1;
          // The doctor opens the project itself, because a damaged one does not open.
        },
        { opensProject: false },
      ),
    );

  program
    .command('events')
    .description('what changed, newest first: the append-only, hash-chained log')
    .option('--subject <subject>', 'only of this subject, such as model:churn')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .action(
      onProject(async ({ session, terminal }, options: { subject?: string; limit: number }) => {
        const events = await session.call('project.events', {
          limit: options.limit,
          ...(options.subject === undefined ? {} : { subject: options.subject }),
        });
        terminal.result(events, () =>
          formatTable(
            [
              { title: 'when' },
              { title: 'what' },
              { title: 'subject' },
              { title: 'who' },
              { title: 'details' },
            ],
            events.map(({ atMs, kind, subject, actor, details }) => [
              new Date(atMs).toISOString(),
              kind,
              subject,
              actor,
              JSON.stringify(details),
            ]),
          ),
        );
      }),
    );

  program
    .command('open [folder]')
    .description(
      'open the window on this project, or on the runs that other tools left in a folder, which is not written to',
    )
    .action(async (folder: string | undefined, _options: unknown, command: Command) => {
      const { project, json } = command.optsWithGlobals<GlobalOptions>();
      const isOther = folder !== undefined && findProject(folder) !== resolve(folder);
      await openWindow(
        isOther
          ? (await lookAt(folder, createTerminal({ isJson: json === true }))).folder
          : projectFolder(folder ?? project),
      );
    });

  program
    .command('inspect [folder]')
    .description(
      'say what lies in a folder and what can be done with it; writes nothing (default: the current one)',
    )
    .action(async (folder: string | undefined, _options: unknown, command: Command) => {
      const { json, project } = command.optsWithGlobals<GlobalOptions>();
      const terminal = createTerminal({ isJson: json === true });
      await withSession({ folder: null, terminal }, async (session) => {
        const finding = await session.call('projects.inspect', { folder: resolve(folder ?? project ?? '.') });
        terminal.result(finding, () => describeFinding(finding));
      });
    });

  program
    .command('look <folder>')
    .description('read the runs that other tools left in a folder in place, without writing anything into it')
    .action(async (folder: string, _options: unknown, command: Command) => {
      const terminal = createTerminal({
        isJson: command.optsWithGlobals<GlobalOptions>().json === true,
      });
      const project = await lookAt(folder, terminal);
      await withSession({ folder: project.folder, terminal }, async (session) => {
        const { sources } = await session.call('foreignRuns.refresh', {});
        terminal.result({ project: project.folder, looksAt: project.looksAt, sources }, () =>
          [
            describeSources(sources),
            `Nothing was written into ${project.looksAt}. List its runs with: modelyard runs list --project ${project.folder}`,
          ].join('\n'),
        );
      });
    });
};

const kinds: Readonly<Record<FolderFinding['kind'], string>> = {
  project: 'a project',
  empty: 'an empty folder',
  folder: 'a folder',
  missing: 'not there',
  'not-a-folder': 'a file',
};

const describeFinding = ({
  folder,
  kind,
  runSources,
  isSearchComplete,
  tools,
  problem,
  ...counts
}: FolderFinding): string =>
  [
    `${folder} is ${kinds[kind]}.`,
    ...(problem === null ? [] : [problem]),
    ...runSources.map(
      ({ title, format, runCount }) =>
        `${title}: ${foreignFormatTitles[format]}${runCount === null ? '' : `, ${countOf(runCount, 'run')}`}. Read it in place with: modelyard look ${folder}`,
    ),
    ...(isSearchComplete
      ? []
      : [
          `So much lies there that the search for runs stopped early: there may be more. Name a folder further down, or search all of it from a project with: modelyard runs link ${folder}`,
        ]),
    ...tools.map(
      ({ tool, title }) => `${title}: ${recognisedToolTexts[tool].title}. ${recognisedToolTexts[tool].now}`,
    ),
    ...(counts.dataFileCount === 0
      ? []
      : [
          `${countOf(counts.dataFileCount, 'data file')} could become ${counts.dataFileCount === 1 ? 'a dataset' : 'datasets'}.`,
        ]),
  ].join('\n');

const lookAt = (folder: string, terminal: Terminal): Promise<ProjectInfo> =>
  withSession({ folder: null, terminal }, async (session) => {
    const project = await session.call('projects.look', { folder: resolve(folder) });
    if (!project.isSearchComplete)
      terminal.note(
        `So much lies in ${project.looksAt} that the search for runs stopped early: there may be more. ` +
          `Search all of it with: modelyard runs link ${project.looksAt} --project ${project.folder}`,
      );
    return project;
  });
