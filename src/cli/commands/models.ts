import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EngineError } from '../../shared/errors.ts';
import { formatNumber, formatRelativeTime } from '../../shared/model/format.ts';
import { collect, onProject, wholeNumber } from '../command-line.ts';
import { formatTable } from '../terminal.ts';

export const addModelsCommands = (program: Command): void => {
  const models = program.command('models').description('registered models, their versions and aliases');

  models
    .command('register')
    .description('register the model of a run, or an ONNX file, as the next version of a model')
    .option('--run <run>', 'the run whose model it is')
    .option('--file <file>', 'an ONNX file')
    .requiredOption('--name <model>', 'name of the model')
    .option(
      '--alias <alias>',
      'point this alias at the new version, such as champion; may be repeated',
      collect,
      [],
    )
    .option('--description <text>', 'what is special about this version', '')
    .action(
      onProject(
        async (
          { session, terminal },
          options: { run?: string; file?: string; name: string; alias: string[]; description: string },
        ) => {
          if ((options.run === undefined) === (options.file === undefined))
            throw new EngineError('invalid-input', 'Name either --run or --file.');
          const version = await session.call('models.register', {
            source: options.run === undefined ? { file: resolve(options.file ?? '') } : { run: options.run },
            name: options.name,
            aliases: options.alias,
            description: options.description,
          });
          terminal.result(
            version,
            () =>
              `${version.name}/${version.version}${version.aliases.map((alias) => `  @${alias}`).join('')}  SHA-256 ${version.digest}`,
          );
        },
      ),
    );

  models
    .command('list')
    .description('list registered models')
    .action(
      onProject(async ({ session, terminal }) => {
        const listed = await session.call('models.list', {});
        terminal.result(listed, () =>
          listed.length === 0
            ? 'No models yet. Register one: modelyard models register --run RUN --name NAME'
            : formatTable(
                [
                  { title: 'model' },
                  { title: 'versions', align: 'right' },
                  { title: 'aliases' },
                  { title: 'newest' },
                ],
                listed.map(({ name, versionCount, aliases, latest }) => [
                  name,
                  String(versionCount),
                  Object.entries(aliases)
                    .map(([alias, version]) => `${alias} → ${version}`)
                    .join(', '),
                  latest === null
                    ? ''
                    : formatRelativeTime({ atMs: latest.registeredAtMs, nowMs: Date.now() }),
                ]),
              ),
        );
      }),
    );

  models
    .command('show <model>')
    .description('show a version: its card, written from recorded facts')
    .action(
      onProject(async ({ session, terminal }, model: string) => {
        const [version, { markdown }, lineage] = await Promise.all([
          session.call('models.resolve', { model }),
          session.call('models.card', { model }),
          session.call('models.lineage', { model }),
        ]);
        terminal.result({ ...version, card: markdown, lineage }, () => markdown);
      }),
    );

  models
    .command('alias <model> <alias> [version]')
    .description('point an alias at a version; without a version, take the alias away')
    .action(
      onProject(async ({ session, terminal }, name: string, alias: string, version: string | undefined) => {
        const wanted = version === undefined ? null : wholeNumber(version);
        const { previous } = await session.call('models.setAlias', { name, alias, version: wanted });
        terminal.result(
          { name, alias, version: wanted, previous },
          () =>
            `${name}@${alias}: ${previous === null ? 'nothing' : `version ${formatNumber(previous)}`} → ${wanted === null ? 'nothing' : `version ${wanted}`}`,
        );
      }),
    );
};
