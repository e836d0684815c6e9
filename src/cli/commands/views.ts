import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CommandOutput } from '../../shared/contract/index.ts';
import { countOf } from '../../shared/model/format.ts';
import { onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

export const addViewsCommands = (program: Command): void => {
  const views = program.command('views').description('saved tables of runs, from modelyard.views.yaml');

  views
    .command('list')
    .description('list saved tables; show one with: runs list --view NAME')
    .action(
      onProject(async ({ session, terminal }) => {
        const listed = await session.call('views.list', {});
        terminal.result(listed, () =>
          listed.views.length === 0
            ? 'No saved tables.'
            : formatTable(
                ['view', 'filter', 'order', ''].map((title) => ({ title })),
                listed.views.map(({ name, filter, orderBy, isDefault }) => [
                  name,
                  filter,
                  orderBy.map(({ key, descending }) => `${key} ${descending ? '↓' : '↑'}`).join(', '),
                  isDefault ? 'opened with' : '',
                ]),
              ),
        );
      }),
    );

  views
    .command('export <file> [views...]')
    .description('write saved tables to a file, for another project; without names, all')
    .option('--replace', 'in place of a file that is there')
    .action(
      onProject(
        async ({ session, terminal }, path: string, names: string[], options: { replace?: boolean }) => {
          const done = await session.call('views.export', {
            ...{ path: resolve(path), replace: options.replace === true },
            ...(names.length > 0 && { names }),
          });
          terminal.result(done, () => `Wrote ${countOf(done.views, 'saved table')} to ${done.path}.`);
        },
      ),
    );

  views
    .command('import <file>')
    .description('take saved tables from a file; one whose name is taken by another table gets a new name')
    .option('--replace', 'in place of tables of the same names')
    .action(
      onProject(async ({ session, terminal }, path: string, options: { replace?: boolean }) => {
        const done = await session.call('views.import', {
          path: resolve(path),
          replace: options.replace === true,
        });
        terminal.result(done, () => importText(done));
      }),
    );
};

const importText = ({ added, replaced, renamed, unchanged }: CommandOutput<'views.import'>): string =>
  [
    ...added.map((name) => `added      ${name}`),
    ...replaced.map((name) => `replaced   ${name}`),
    ...renamed.map(({ from, to }) => `added      ${to}, because there is another “${from}”`),
    ...unchanged.map((name) => `unchanged  ${name}`),
  ].join('\n') || 'The file holds no saved tables.';
