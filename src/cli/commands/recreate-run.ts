import { resolve } from 'node:path';
import type { Command } from 'commander';
import { onProject } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

export const addRecreateCommand = (runs: Command): void => {
  runs
    .command('recreate <run>')
    .description(
      'lay a run out anew: a worktree at its commit with its changes, its data, packages and command',
    )
    .requiredOption('--out <folder>', 'a new or empty folder')
    .action(
      onProject(async ({ session, terminal }, run: string, options: { out: string }) => {
        const recreation = await session.call('runs.recreate', { run, folder: resolve(options.out) });
        terminal.result(recreation, () =>
          [
            formatTable(
              [{ title: 'what' }, { title: 'as it was' }, { title: 'where' }],
              recreation.parts.map(({ what, isMatched, text }) => [what, isMatched ? 'yes' : 'no', text]),
            ),
            '',
            ...(recreation.command === null
              ? [`In ${recreation.projectFolder}`]
              : [
                  `In ${recreation.projectFolder}:`,
                  '',
                  ...recreation.command.split('\n').map((line) => `  ${line}`),
                ]),
          ].join('\n'),
        );
      }),
    );
};
