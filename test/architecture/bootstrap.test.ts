import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprintOf, isBuildStale } from '../../scripts/bootstrap/built-output.mjs';
import { cacheFolder, createFolderAtomically } from '../../scripts/bootstrap/cache-folder.mjs';
import { isSameTree } from '../../scripts/bootstrap/dependencies.mjs';
import { displayArguments, hasDisplay } from '../../scripts/bootstrap/display.mjs';
import {
  candidatePackages,
  choosePackages,
  parseInstallable,
  parseMissingLibraries,
} from '../../scripts/bootstrap/missing-libraries.mjs';
import { isCurrentNode } from '../../scripts/bootstrap/node-runtime.mjs';
import { keepEnds } from '../../scripts/bootstrap/output-ends.mjs';
import { closingLine, countTests, sumCounts } from '../../scripts/bootstrap/test-counts.mjs';
import { isOlder } from '../../scripts/bootstrap/versions.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modelyard bootstrap '));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('versions', () => {
  test.each([
    ['22.13.9', '22.14.0', true],
    ['22.14.0', '22.14.0', false],
    ['22.14.1', '22.14.0', false],
    ['9.0.0', '22.14.0', true],
    ['v20.20.2', '22.14', true],
    ['24', '22.14.0', false],
    ['24.0.0-rc.1', '24.0.0', false],
  ])('%s before %s: %s', (a, b, expected) => expect(isOlder(a, b)).toBe(expected));

  test('a Node is current only with the Node-API that better-sqlite3 needs', () => {
    expect(isCurrentNode({ node: '24.21.0', napi: '10' })).toBe(true);
    expect(isCurrentNode({ node: '23.5.0', napi: '9' })).toBe(false);
    expect(isCurrentNode({ node: '20.20.2', napi: '9' })).toBe(false);
  });
});

describe('installed packages', () => {
  const entry = { version: '1.0.0', integrity: 'sha512-a' };
  const wanted = {
    packages: { '': {}, 'node_modules/a': entry, 'node_modules/b-darwin': { ...entry, optional: true } },
  };

  test('are the wanted ones when only packages of other platforms are missing', () =>
    expect(isSameTree(wanted, { packages: { 'node_modules/a': entry } })).toBe(true));

  test.each([
    ['one is missing', {}],
    ['one has another version', { 'node_modules/a': { ...entry, version: '1.0.1' } }],
    ['one has another digest', { 'node_modules/a': { ...entry, integrity: 'sha512-b' } }],
    ['one is too many', { 'node_modules/a': entry, 'node_modules/c': entry }],
  ])('are not the wanted ones when %s', (_, packages) =>
    expect(isSameTree(wanted, { packages })).toBe(false),
  );

  test('the lock file names the packages of every platform, or npm ci refuses it', () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    const named = new Set(Object.keys(lock.packages).map((path) => path.replace(/^.*node_modules\//, '')));
    const entries: { optionalDependencies?: Record<string, string> }[] = Object.values(lock.packages);
    const missing = entries.flatMap((one) => Object.keys(one.optionalDependencies ?? {}));
    expect(missing.filter((name) => !named.has(name))).toEqual([]);
  });
});

describe('the build', () => {
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  beforeEach(() => {
    mkdirSync(join(folder, 'src', 'engine'), { recursive: true });
    mkdirSync(join(folder, 'out'));
    write('src/engine/a.ts', 'one');
    write('out/.built-from', fingerprintOf(folder));
  });

  test('is fresh while no source changes', () => expect(isBuildStale(folder)).toBe(false));

  test('is stale without its stamp', () => {
    rmSync(join(folder, 'out'), { recursive: true });
    expect(isBuildStale(folder)).toBe(true);
  });

  test.each([
    ['a source has another size', () => write('src/engine/a.ts', 'three')],
    ['a source has another time', () => utimesSync(join(folder, 'src/engine/a.ts'), 1, 1)],
    ['a source is new', () => write('src/b.ts', '')],
    ['a source is gone', () => rmSync(join(folder, 'src/engine/a.ts'))],
    ['the package changes', () => write('package.json', '{}')],
  ])('is stale when %s', (_, change) => {
    change();
    expect(isBuildStale(folder)).toBe(true);
  });

  test('does not care for tests', () => {
    write('src/engine/a.test.ts', 'new');
    expect(isBuildStale(folder)).toBe(false);
  });
});

describe('the cache', () => {
  const find = (options: { env?: Record<string, string>; platform: NodeJS.Platform }) =>
    cacheFolder({ home: '/home/ada', env: {}, ...options });

  test.each([
    [{ platform: 'linux' as const }, join('/home/ada', '.cache', 'modelyard')],
    [{ platform: 'linux' as const, env: { XDG_CACHE_HOME: '/x' } }, join('/x', 'modelyard')],
    [{ platform: 'darwin' as const }, join('/home/ada', 'Library', 'Caches', 'modelyard')],
    [{ platform: 'win32' as const, env: { LOCALAPPDATA: '/l' } }, join('/l', 'modelyard', 'Cache')],
    [{ platform: 'win32' as const, env: { MODELYARD_CACHE: '/own' } }, '/own'],
  ])('%o lies in %s', (options, expected) => expect(find(options)).toBe(expected));

  test('a folder appears complete or not at all', async () => {
    const target = join(folder, 'cache', 'runtime');
    const interrupted = createFolderAtomically(target, async (partial) => {
      await writeFile(join(partial, 'half'), '');
      throw new Error('cable cut');
    });
    await expect(interrupted).rejects.toThrow('cable cut');
    expect(await readdir(join(folder, 'cache'))).toEqual([]);
    await createFolderAtomically(target, async (partial) => {
      await mkdir(join(partial, 'inner'));
      await writeFile(join(partial, 'inner', 'whole'), 'first');
      return join(partial, 'inner');
    });
    expect(await readdir(join(folder, 'cache'))).toEqual(['runtime']);
    expect(await readFile(join(target, 'whole'), 'utf8')).toBe('first');
  });

  test('of two that make the same folder at once, the first wins and neither fails', async () => {
    const target = join(folder, 'runtime');
    const make = (text: string) =>
      createFolderAtomically(target, async (partial) => {
        await writeFile(join(partial, 'file'), text);
        return partial;
      });
    await make('first');
    await make('second');
    expect(await readFile(join(target, 'file'), 'utf8')).toBe('first');
    expect(await readdir(folder)).toEqual(['runtime']);
  });
});

describe('system libraries', () => {
  const ldd = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibasound.so.2 => not found',
    '\tlibnss3.so => not found',
    '\tlibnssutil3.so => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
    '\tlibnss3.so => not found',
  ].join('\n');
  const section = (name: string, candidate: string) =>
    `${name}:\n  Installed: (none)\n  Candidate: ${candidate}\n  Version table:\n`;

  test('the missing ones are found in the output of ldd, each once', () =>
    expect(parseMissingLibraries(ldd)).toEqual(['libasound.so.2', 'libnss3.so', 'libnssutil3.so']));

  test.each([
    ['bookworm', section('libasound2', '1.2.8-1+b1'), 'libasound2'],
    ['trixie', section('libasound2t64', '1.2.14-1') + section('libasound2', '(none)'), 'libasound2t64'],
  ])('on %s the package that it has is chosen', (_, sound, expected) => {
    const libraries = parseMissingLibraries(ldd);
    const installable = parseInstallable(sound + section('libnss3', '2:3.87.1-1'));
    expect(choosePackages({ libraries, installable })).toEqual({
      packages: [expected, 'libnss3'],
      unknown: [],
    });
  });

  test('a library without a package is named', () => {
    const libraries = ['libnss3.so', 'libunheard.so.9'];
    expect(candidatePackages(libraries)).toEqual(['libnss3']);
    expect(choosePackages({ libraries, installable: ['libnss3'] })).toEqual({
      packages: ['libnss3'],
      unknown: ['libunheard.so.9'],
    });
  });
});

describe('the display', () => {
  test('is asked for on Linux only', () => {
    expect(hasDisplay({ env: {}, platform: 'linux' })).toBe(false);
    expect(hasDisplay({ env: { DISPLAY: ':0' }, platform: 'linux' })).toBe(true);
    expect(hasDisplay({ env: { WAYLAND_DISPLAY: 'wayland-0' }, platform: 'linux' })).toBe(true);
    expect(hasDisplay({ env: {}, platform: 'darwin' })).toBe(true);
  });

  test('is named to Electron when it is Wayland without X11', () => {
    const wayland = { WAYLAND_DISPLAY: 'wayland-0' };
    expect(displayArguments({ env: wayland, platform: 'linux' })).toEqual(['--ozone-platform=wayland']);
    expect(displayArguments({ env: { ...wayland, DISPLAY: ':0' }, platform: 'linux' })).toEqual([]);
  });
});

describe('the closing line', () => {
  const report = (overrides: object) => ({
    numPassedTests: 5,
    numFailedTests: 0,
    success: true,
    testResults: [],
    ...overrides,
  });
  const failedTest = { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] };
  const brokenFile = { status: 'failed', assertionResults: [] };

  test.each([
    ['all passed', report({}), { passed: 5, failed: 0 }],
    [
      'a test failed',
      report({ numFailedTests: 1, success: false, testResults: [failedTest] }),
      { passed: 5, failed: 1 },
    ],
    ['a file did not load', report({ success: false, testResults: [brokenFile] }), { passed: 5, failed: 1 }],
    [
      'both',
      report({ numFailedTests: 1, success: false, testResults: [failedTest, brokenFile] }),
      { passed: 5, failed: 2 },
    ],
    ['an error outside of the tests', report({ success: false }), { passed: 5, failed: 1 }],
  ])('counts: %s', (_, input, expected) => expect(countTests(input)).toEqual(expected));

  test('sums over the suites', () => {
    const sum = sumCounts([
      { passed: 2, failed: 0 },
      { passed: 40, failed: 3 },
    ]);
    expect(closingLine(sum)).toBe('42 passed, 3 failed');
  });
});

test('of long output the first and the last lines are kept', () => {
  const ends = keepEnds({ keptFirst: 1, keptLast: 2 });
  for (const text of ['why\na', '\n\nb\nc\n', 'd\ne']) ends.add(text);
  expect(ends.text().split('\n')).toEqual([
    'why',
    expect.stringContaining('2 lines left out'),
    'c',
    'd',
    'e',
  ]);
});
