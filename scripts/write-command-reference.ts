// Writes docs/commands.md from the command line itself. A test compares the two: after a change of a command, run
//   node scripts/write-command-reference.ts
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../src/cli/create-program.ts';
import { exitCodeMeanings } from '../src/cli/exit-codes.ts';

const file = fileURLToPath(new URL('../docs/commands.md', import.meta.url));

export const commandReference = (): string => {
  const program = createProgram();
  return [
    '# Commands',
    '',
    'Written by `scripts/write-command-reference.ts` from the command line itself.',
    '',
    'From a checkout, once `npm start` or `npm run setup` has built it: `npx modelyard …`. Results go to standard output, progress and',
    'warnings to standard error.',
    '',
    '## For every command',
    '',
    ...table(['option', 'meaning'], program.options.map(describeOption)),
    '',
    'A model is named `NAME` (its champion, or else its newest version), `NAME@ALIAS` or `NAME/VERSION`; a dataset `NAME` (newest) or',
    '`NAME@VERSION`; a run or a job by its id, the beginning of its id, or (runs) its name.',
    '',
    '## Exit codes',
    '',
    ...table(
      ['code', 'meaning'],
      exitCodeMeanings.map(([code, meaning]) => [String(code), meaning]),
    ),
    ...leaves(program).flatMap(describeCommand),
    '',
  ].join('\n');
};

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

const describeCommand = (command: Command): string[] => {
  const [argumentsOf, options] = [command.registeredArguments, command.options];
  return [
    '',
    `## ${nameOf(command)}`,
    '',
    `${capitalised(command.description())}.`,
    '',
    '```sh',
    [nameOf(command), ...argumentsOf.map(usageOfArgument), ...options.map(usageOfOption)].join(' '),
    '```',
    ...(options.length === 0
      ? []
      : ['', ...table(['option', 'meaning', 'default'], options.map(describeWithDefault))]),
  ];
};

const usageOfArgument = (argument: Argument): string => {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`.toUpperCase();
  return argument.required ? name : `[${name}]`;
};

const usageOfOption = (option: Option): string => {
  const text = option.flags.replace(/<(.+)>/, (_, name: string) => name.toUpperCase());
  const repeated = Array.isArray(option.defaultValue) ? `${text} …` : text;
  return option.mandatory ? repeated : `[${repeated}]`;
};

const describeOption = (option: Option): string[] => [code(option.flags), option.description];

const describeWithDefault = (option: Option): string[] => [
  ...describeOption(option),
  typeof option.defaultValue === 'number' ||
  (typeof option.defaultValue === 'string' && option.defaultValue !== '')
    ? code(String(option.defaultValue))
    : '',
];

const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string[] =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escaped).join(' | ')} |`);

const code = (text: string): string => `\`${text}\``;
const escaped = (text: string): string => text.replaceAll('|', '\\|');
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

if (import.meta.main) writeFileSync(file, commandReference());
