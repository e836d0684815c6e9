import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commandReference } from '../../scripts/write-command-reference.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join(folder, path));

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['docs', 'src', 'resources/samples'].flatMap(markdownIn),
];

const withoutCode = (text: string): string => text.replace(/^```.*?^```/gms, '');

test('the command reference is what the command line is now', () => {
  // After a change of a command: node scripts/write-command-reference.ts
  expect(read('docs/commands.md')).toBe(commandReference());
});

test.each(documents)('%s: every relative link and image leads to a file', (document) => {
  const targets = [
    ...withoutCode(read(document)).matchAll(/\]\(([^)#\s]+)[^)]*\)|(?:src|srcset|href)="([^"#]+)"/g),
  ]
    .map(([, link, attribute]) => link ?? attribute ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
  const missing = targets.filter((target) => !existsSync(join(root, dirname(document), target)));
  expect(missing).toEqual([]);
});

test.each(documents)('%s: every file of the repository that it names is there', (document) => {
  const named = [...read(document).matchAll(/`((?:src|test|docs|scripts|resources)\/[^`\s<>…]+)`/g)]
    .map(([, path]) => path ?? '')
    // A pattern is as good as the folder it is in.
    .map((path) => (path.includes('*') ? dirname(path.slice(0, path.indexOf('*') + 1)) : path));
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('docs/dependencies.md explains every entry of package.json, and nothing else', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>;
  const rows = read('docs/dependencies.md').matchAll(/^\| (`[^|]+`) \|/gm);
  const explained = [...rows].flatMap(([, cell]) => cell!.match(/[^`, ]+/g) ?? []);
  expect(explained.sort()).toEqual(
    [...Object.keys(dependencies ?? {}), ...Object.keys(devDependencies ?? {})].sort(),
  );
});

test('every picture in docs/images is small enough for a repository', () => {
  const folder = join(root, 'docs', 'images');
  const pictures = readdirSync(folder).filter((name) => /\.(png|jpg|svg)$/.test(name));
  const large = pictures.filter((name) => readFileSync(join(folder, name)).byteLength > 1_000_000);
  expect(large.map((name) => relative(root, join(folder, name)))).toEqual([]);
});
