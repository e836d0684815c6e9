import { mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArtifactProject } from '../support/artifact-project.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';

/** Tables, workbooks, HDF5 files, recordings and films that runs left, in the window. */

const fixture = (name: string) => readFileSync(new URL(`../fixtures/artifacts/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'modelyard-contents-'));
let window: LaunchedWindow;

const fixtureNames = [
  ...['every-type-zstd.arrow', 'pandas.feather', 'stream.arrows', 'unknown-types.arrow', 'book.xlsx'],
  ...['results.xlsx', 'weights.h5', 'every-type.h5', 'tone.wav', 'tone.mp3', 'tone.flac', 'tone.ogg'],
  ...['tone.opus', 'tone.m4a', 'film.mp4', 'film.webm', 'hevc.mp4'],
];
const manyFiles = 600;
const cut = (name: string, share: number) => fixture(name).subarray(0, fixture(name).length * share);

beforeAll(async () => {
  const files = {
    ...Object.fromEntries(fixtureNames.map((name) => [name, fixture(name)])),
    'cut/table.arrow': cut('every-type-zstd.arrow', 0.5),
    'cut/book.xlsx': cut('book.xlsx', 0.5),
    'cut/weights.h5': cut('weights.h5', 0.5),
    'cut/film.mp4': cut('film.mp4', 0.05),
    'old.xls': Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
  };
  const steps = Array.from({ length: manyFiles }, (_, step) => [`step-${step + 1000}.txt`, String(step % 3)]);
  await makeArtifactProject(folder, [
    { run: 'a'.repeat(32), name: 'bold-fox', files },
    { run: 'b'.repeat(32), name: 'many-files', files: Object.fromEntries(steps) as Record<string, string> },
  ]);
  window = await launchWindow([folder]);
  const { page } = window;
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('gridcell', { name: 'bold-fox' }).dblclick();
  await page.getByRole('tab', { name: /^Artifacts/ }).click();
}, 120_000);
afterAll(async () => {
  await window?.close();
  rmSync(folder, { recursive: true, force: true });
});

const isAccessible = async (name: string) =>
  expect(await accessibilityFindings(window.page), name).toEqual([]);
const look = async (name: string) => {
  await isAccessible(name);
  await takePictures(window, name);
};
const choose = async (path: string) => {
  const name = path.split('/').at(-1) ?? path;
  const tree = window.page.getByRole('tree', { name: 'Artifacts' });
  // Whole files of the same name stand behind those that are cut, in a folder.
  const item = tree.getByRole('treeitem', { name });
  await (path.startsWith('cut/') ? item.first() : item.last()).click();
  await window.page.getByRole('heading', { name: path, exact: true }).waitFor();
};
const cell = (name: string | RegExp) => window.page.getByRole('gridcell', { name, exact: true }).first();
const show = (name: string) => window.page.getByRole('radio', { name, exact: true }).click();

describe('tables', () => {
  it('of Arrow are paged as Parquet is, with what their columns hold', async () => {
    const { page } = window;
    await choose('pandas.feather');
    await page.getByText(/3\s000 rows, 5 columns/).waitFor();
    await cell('2024-03-30 22:00:00+01:00').waitFor();
    await page.getByRole('grid', { name: 'Rows of pandas.feather' }).focus();
    await page.keyboard.press('End');
    await cell('row 2998').waitFor();
    await look('artifact-arrow');
    await choose('every-type-zstd.arrow');
    await page.getByText('15 rows, 42 columns').waitFor();
    await choose('stream.arrows');
    await cell('uno').waitFor();
  });

  it('say below the rows that are here what of the others went wrong, and read them when told to', async () => {
    const { page } = window;
    await choose('pandas.feather');
    await cell('2024-03-30 22:00:00+01:00').waitFor();
    const objects = join(folder, '.modelyard', 'objects');
    renameSync(objects, `${objects}-away`);
    await page.getByRole('grid', { name: 'Rows of pandas.feather' }).focus();
    await page.keyboard.press('End');
    await page.getByText('Some of these rows could not be read.').waitFor();
    await isAccessible('rows that could not be read');
    renameSync(`${objects}-away`, objects);
    await page.getByRole('button', { name: 'Try again' }).click();
    await cell('row 2998').waitFor();
    await page.getByText('Some of these rows could not be read.').waitFor({ state: 'hidden' });
  });

  it('that are not whole, or hold what is not read, say so', async () => {
    const { page } = window;
    await choose('unknown-types.arrow');
    await page.getByText(/values of such types are not read: union/).waitFor();
    await isAccessible('columns that are not read');
    await choose('cut/table.arrow');
    await page.getByText(/The file breaks off\. Its first \d+ rows are there/).waitFor();
  });
});

describe('workbooks', () => {
  it('show each of their sheets as a table', async () => {
    const { page } = window;
    await choose('book.xlsx');
    await page.getByText('60 rows, 7 columns').waitFor();
    await cell('größe & <0>').waitFor();
    await look('artifact-workbook');
    const sheets = page.getByRole('combobox', { name: 'Sheet' });
    await sheets.selectOption('notes & more');
    await cell('starts elsewhere').waitFor();
    await sheets.selectOption('hidden');
    await cell('secret').waitFor();
    await sheets.selectOption('empty');
    await page.getByText('There is nothing in it.').waitFor();
    await sheets.selectOption('chart');
    await page.getByText('It is no sheet of cells').waitFor();
    await isAccessible('a chart');
    await choose('results.xlsx');
    await cell('#DIV/0!').waitFor();
  });

  it('that are damaged or of the old format say so', async () => {
    const { page } = window;
    await choose('cut/book.xlsx');
    await page.getByText(/cut\/book\.xlsx cannot be read: it has no list of files at its end/).waitFor();
    await choose('old.xls');
    await page.getByText('before Excel 2007 (.xls) are not shown').waitFor();
  });
});

describe('HDF5 files', () => {
  it('are a tree of groups and datasets with their attributes and values', async () => {
    const { page } = window;
    await choose('weights.h5');
    const tree = page.getByRole('treegrid', { name: 'Objects in weights.h5' });
    await page.getByText('4 datasets, 4 groups').waitFor();
    await page.getByText('Standard deviation').waitFor();
    await look('artifact-hdf5');
    await show('Values');
    await page.getByRole('grid', { name: /^Values of \/model_weights/ }).waitFor();
    await isAccessible('values of a dataset');
    await tree.getByText('/', { exact: true }).click();
    await page.getByText('keras_version').waitFor();
    await page.getByText('3.9.0').waitFor();
    await page.keyboard.press('ArrowLeft');
    await tree.getByText('model_weights').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowRight');
    await tree.getByText('model_weights').waitFor();
  });

  it('say of what they do not read why, and of a link where it leads', async () => {
    const { page } = window;
    await choose('every-type.h5');
    const tree = page.getByRole('treegrid', { name: 'Objects in every-type.h5' });
    /** Rows out of sight are not drawn; the keyboard gets to them. */
    const reach = async (name: string) => {
      await tree.focus();
      for (let step = 0; step < 40 && (await tree.getByText(name, { exact: true }).count()) === 0; step += 1)
        await page.keyboard.press('ArrowDown');
      await tree.getByText(name, { exact: true }).click();
    };
    await reach('elsewhere');
    await page.getByText('lie in other files (/etc/hosts), which are not followed').waitFor();
    await page.keyboard.press('Home');
    await reach('cube');
    await show('Values');
    await page.getByRole('spinbutton', { name: 'Slice, 0 to 3' }).fill('2');
    await page.getByRole('gridcell', { name: /^3\s000$/ }).waitFor();
    await choose('cut/weights.h5');
    await page.getByText(/cut\/weights\.h5 cannot be read: it is damaged or breaks off/).waitFor();
    await isAccessible('a damaged HDF5 file');
  });
});

/** What a player says of itself. */
const player = (label: string) => {
  const element = window.page.getByLabel(label, { exact: true });
  const state = () =>
    element.evaluate((media) => {
      const { paused, currentTime, duration, readyState } = media as HTMLMediaElement;
      return { paused, currentTime, duration, readyState };
    });
  const go = (seconds: number) =>
    element.evaluate((media, to) => {
      (media as HTMLMediaElement).currentTime = to;
    }, seconds);
  const play = () => element.evaluate((media) => (media as HTMLMediaElement).play());
  return { element, state, go, play };
};

describe('recordings and films', () => {
  it.each(['tone.wav', 'tone.mp3', 'tone.flac', 'tone.ogg', 'tone.opus', 'tone.m4a'])(
    '%s waits to be played, and plays from anywhere',
    async (path) => {
      const { page } = window;
      await choose(path);
      const { state, go, play } = player(`Recording ${path}`);
      await expect.poll(async () => (await state()).readyState).toBeGreaterThan(0);
      await page.getByText(/^1\.5\ss$/).waitFor();
      expect(await state()).toMatchObject({ paused: true, currentTime: 0 });
      expect((await state()).duration).toBeCloseTo(1.5, 0);
      await go(0.9);
      await play();
      await expect.poll(async () => (await state()).currentTime).toBeGreaterThan(1);
    },
  );

  it.each(['film.mp4', 'film.webm'])('%s is shown with its size, and can be gone through', async (path) => {
    const { page } = window;
    await choose(path);
    const { state, go, play, element } = player(`Film ${path}`);
    await page.getByText(/, 160 × 120 px$/).waitFor();
    await expect.poll(async () => (await state()).readyState).toBeGreaterThan(0);
    expect(await state()).toMatchObject({ paused: true, currentTime: 0 });
    await go(1.2);
    await play();
    await expect.poll(async () => (await state()).currentTime).toBeGreaterThan(1.4);
    await element.evaluate((media) => (media as HTMLMediaElement).pause());
    if (path === 'film.webm') await look('artifact-film');
  });

  it('that this window cannot play say so, and offer to be saved', async () => {
    const { page } = window;
    for (const [path, said] of [
      ['hevc.mp4', /encoded as H\.265, which/],
      ['cut/film.mp4', /is damaged, or this window has no decoder/],
    ] as const) {
      await choose(path);
      await page.getByText('This film cannot be played.').waitFor();
      await page.getByText(said).waitFor();
      await page.getByRole('button', { name: 'Save' }).first().waitFor();
    }
    await isAccessible('a film that is not played');
    window.consoleErrors.length = 0;
  });

  it('are served in parts, and no media comes from anywhere else', async () => {
    await choose('tone.wav');
    const address = await player('Recording tone.wav').element.getAttribute('src');
    const answer = await window.application.evaluate(async ({ net }, source) => {
      const response = await net.fetch(source ?? '', { headers: { range: 'bytes=44-47' } });
      return { status: response.status, headers: Object.fromEntries(response.headers) };
    }, address);
    expect(answer).toMatchObject({
      status: 206,
      headers: { 'content-type': 'audio/wav', 'content-range': 'bytes 44-47/24044', 'content-length': '4' },
    });
    const refused = window.page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
            resolve(effectiveDirective),
          );
          new Audio('http://127.0.0.1:9/tone.wav').load();
        }),
    );
    expect(await refused).toBe('media-src');
    window.consoleErrors.length = 0;
  });
});

describe('the tree of files', () => {
  it('draws of hundreds those in sight, and is walked by keys to the last', async () => {
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    await page.getByRole('gridcell', { name: 'many-files' }).dblclick();
    await page.getByRole('tab', { name: /^Artifacts/ }).click();
    const tree = page.getByRole('tree', { name: 'Artifacts' });
    await tree.getByRole('treeitem', { name: 'step-1000.txt' }).click();
    expect(await tree.getByRole('treeitem').count()).toBeLessThan(100);
    await page.keyboard.press('End');
    const last = tree.getByRole('treeitem', { name: `step-${manyFiles + 999}.txt` });
    await last.waitFor();
    expect(await tree.getAttribute('aria-activedescendant')).toBe(await last.getAttribute('id'));
    expect(await last.getAttribute('aria-posinset')).toBe(String(manyFiles));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `step-${manyFiles + 998}.txt`, exact: true }).waitFor();
    await isAccessible('many files');
  });
});
