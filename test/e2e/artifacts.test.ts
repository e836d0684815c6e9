import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArtifactProject } from '../support/artifact-project.ts';
import { escapingPage } from '../support/escaping-page.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';
import { makePng } from '../support/make-png.ts';

const runId = (letter: string) => letter.repeat(32);
const fixture = (name: string) => readFileSync(new URL(`../fixtures/artifacts/${name}`, import.meta.url));

/** Ears on this machine, which nothing that a run left may reach: HTTP, any TCP connection, any UDP packet. */
const heard: string[] = [];
const http: Server = createHttpServer((request, response) => {
  heard.push(`HTTP ${request.method} ${request.url}`);
  response.writeHead(200, { 'access-control-allow-origin': '*' }).end('reached');
});
const tcp = createTcpServer((socket) => {
  heard.push('TCP');
  socket.destroy();
});
const udp = createSocket('udp4', () => heard.push('UDP'));
let web = '';
let tcpPort = 0;
let udpPort = 0;

const folder = mkdtempSync(join(tmpdir(), 'modelyard-artifacts-'));
let window: LaunchedWindow;

/** What a plot that was saved as one file does: scripts in the page that draw. */
const plotPage = `<!doctype html><html><body style="font-family: sans-serif"><h1>Loss</h1><canvas id="plot" width="400" height="200"></canvas>
<script>const draw = new Function('context', 'for (let x = 0; x < 400; x += 1) context.fillRect(x, 20 + 150 * Math.exp(-x / 90), 2, 2)');
draw(document.getElementById('plot').getContext('2d'));</script></body></html>`;

/** An SVG that would run a script and load an image, were it a page. */
const hostileSvg =
  () => `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="60" height="40" fill="teal"/>
<script>fetch('${web}/svg-script')</script><image href="${web}/svg-image.png" width="9" height="9"/><a href="${web}/svg-link"><text y="20">x</text></a></svg>`;

/** More than a table scrolls over, and more bytes than are read at once. */
const largeRows = 1_050_000;
const largeTable = () => {
  const rows = Array.from({ length: largeRows }, (_, index) => `${index},"word, ${index}",${'x'.repeat(60)}`);
  return `id,words,filling\n${rows.join('\n')}\n`;
};

const samples = (shift: number) =>
  makePng(96, 64, (x, y) => [(x * 2 + shift) % 256, (y * 3) % 256, shift % 256]);

/** Samples at many steps of each run; of the second some are missing. */
const sampleFiles = (place: number, steps: number) =>
  Object.fromEntries(
    Array.from({ length: steps }, (_, step) => step)
      .filter((step) => place !== 1 || step % 5 !== 3)
      .map((step) => [`samples/img_${String(step * 10).padStart(6, '0')}.png`, samples(step * 4 + place)]),
  );

const fixtureNames = [
  ...['alpha.png', 'figure.pdf', 'branches.onnx', 'uint8-image.npy', 'objects.npy', 'several.npz'],
  ...['archive.zip', 'weights.safetensors', 'notebook.ipynb', 'scores.parquet'],
];

beforeAll(async () => {
  const listening = (server: {
    listen(port: number, host: string, done: () => void): unknown;
    address(): unknown;
  }) =>
    new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
    );
  web = `http://127.0.0.1:${await listening(http)}`;
  tcpPort = await listening(tcp);
  udpPort = await new Promise<number>((resolve) =>
    udp.bind(0, '127.0.0.1', () => resolve(udp.address().port)),
  );
  const damaged = Buffer.from(samples(1)).fill(0, 16);
  const files = {
    ...Object.fromEntries(fixtureNames.map((name) => [name, fixture(name)])),
    'pages/escape.html': escapingPage({ web, tcpPort, udpPort }),
    'pages/plot.html': plotPage,
    'pages/busy.html': '<script>for (;;) {}</script>',
    'drawing.svg': hostileSvg(),
    'cut.png': samples(1).subarray(0, 200),
    'config.json': '{"model": {"layers": [64, 32], "dropout": 0.1}, "id": 12345678901234567890}',
    'broken.json': '{"a": [1, 2',
    'log.txt': Array.from({ length: 20_000 }, (_, line) => `epoch ${line} loss ${1 / (line + 1)}`).join('\n'),
    'notes.md': '# What was tried\n\n- a list\n\n**strong** <script>document.title = "ran"</script>',
    'large.csv': largeTable(),
    'model.pkl': Uint8Array.of(0x80, 4, 0x95, 0),
    'samples/grid_1.png': samples(5),
  };
  await makeArtifactProject(folder, [
    { run: runId('a'), name: 'bold-fox', files },
    ...['b', 'c', 'd', 'e'].map((letter, place) => ({
      ...{ run: runId(letter), name: `gan-${place + 1}` },
      files: { ...sampleFiles(place, 500), ...(place === 1 && { 'samples/img_000090.png': damaged }) },
    })),
  ]);
  window = await launchWindow([folder]);
}, 120_000);
afterAll(async () => {
  await window?.close();
  for (const server of [http, tcp, udp]) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const isAccessible = async (name: string) =>
  expect(await accessibilityFindings(window.page), name).toEqual([]);
const look = async (name: string) => {
  await isAccessible(name);
  await takePictures(window, name);
};
const openArtifacts = async () => {
  const { page } = window;
  await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
  await page.getByRole('gridcell', { name: 'bold-fox' }).dblclick();
  await page.getByRole('tab', { name: /^Artifacts/ }).click();
};
const choose = async (path: string) => {
  const name = path.split('/').at(-1) ?? path;
  await window.page.getByRole('treeitem', { name }).click();
  await window.page.getByRole('heading', { name: path, exact: true }).waitFor();
};
const show = (name: string) => window.page.getByRole('radio', { name, exact: true }).click();
/** The frame that shows a page or a document. */
const frameOf = async (title: string) => {
  const element = await window.page.locator(`iframe[title="${title}"]`).elementHandle();
  const frame = await element?.contentFrame();
  if (frame == null) throw new Error(`There is no frame “${title}”.`);
  return frame;
};

describe('pages that a run left', () => {
  it('run their scripts, which plots need', async () => {
    await openArtifacts();
    await choose('pages/plot.html');
    const frame = await frameOf('Page pages/plot.html');
    await frame.getByRole('heading', { name: 'Loss' }).waitFor();
    const drawn = () =>
      frame.evaluate(() => {
        const canvas = document.querySelector('canvas');
        return canvas
          ?.getContext('2d')
          ?.getImageData(0, 165, 2, 10)
          .data.some((byte) => byte > 0);
      });
    await expect.poll(drawn).toBe(true);
    await look('artifact-page');
  });

  it('reach nothing: not the window, not another file, nothing on this machine, by no way out of a browser', async () => {
    await choose('pages/escape.html');
    const frame = await frameOf('Page pages/escape.html');
    const said = await frame.locator('#said', { hasText: 'top' }).textContent();
    const names = ['fetch', 'parent', 'bridge', 'storage', 'cookie', 'other artifact', 'popup', 'top'];
    expect(said?.split(', ')).toEqual(names.map((name) => `${name} refused`));
    const refusedBy = await frame.locator('#against', { hasText: 'connect-src' }).textContent();
    for (const directive of [
      'connect-src',
      'img-src',
      'style-src-elem',
      'script-src-elem',
      'font-src',
      'frame-src',
      'media-src',
    ])
      expect(refusedBy?.split(' ')).toContain(directive);
    // Its last attempts are navigations, a while later; the frame then shows that they were refused.
    await expect
      .poll(() => window.page.frames().map((each) => each.url()))
      .toContainEqual('chrome-error://chromewebdata/');
    await choose('drawing.svg');
    await window.page.getByText('60 × 40 px').waitFor();
    await window.page.waitForTimeout(3000);
    expect(heard).toEqual([]);
    expect(await window.page.title()).toBe('artifacts – Modelyard');
    expect(window.page.url()).toMatch(/^app:\/\/window\//);
    window.consoleErrors.length = 0;
  });

  it('that never end hold up only themselves', async () => {
    await choose('pages/busy.html');
    await choose('config.json');
    await window.page.getByRole('tree', { name: 'config.json' }).waitFor();
  });

  it('cannot be asked for with a key that was made up, and nothing but pages, images and documents is served', async () => {
    await choose('alpha.png');
    const image = await window.page.getByRole('img', { name: 'alpha.png' }).getAttribute('src');
    const key = /^modelyard-artifact:\/\/([0-9a-f]{32})\//.exec(image ?? '')?.[1] ?? '';
    const ask = (path: string, { host = key, range = '' } = {}) =>
      window.application.evaluate(
        async ({ net }, { address, asked }) => {
          const response = await net.fetch(address, asked === '' ? {} : { headers: { range: asked } });
          const bytes = new Uint8Array(await response.arrayBuffer());
          return {
            status: response.status,
            headers: Object.fromEntries(response.headers),
            bytes: Array.from(bytes.subarray(0, 16)),
            byteCount: bytes.length,
          };
        },
        {
          address: `modelyard-artifact://${host}/${runId('a')}/${encodeURIComponent(path)}`,
          asked: range,
        },
      );
    const whole = fixture('alpha.png');
    expect(await ask('alpha.png')).toMatchObject({
      ...{ status: 200, byteCount: whole.length, bytes: [...whole.subarray(0, 16)] },
      headers: {
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringMatching(/^sandbox; default-src 'none'/),
      },
    });
    expect(await ask('alpha.png', { range: 'bytes=10-13' })).toMatchObject({
      ...{ status: 206, bytes: [...whole.subarray(10, 14)] },
      headers: { 'content-range': `bytes 10-13/${whole.length}` },
    });
    expect((await ask('alpha.png', { range: 'bytes=5000-' })).status).toBe(416);
    const { headers } = await ask('pages/plot.html');
    expect(headers['content-security-policy']).toMatch(/^sandbox allow-scripts; default-src 'none';/);
    for (const path of [
      'config.json',
      'model.pkl',
      'large.csv',
      '../../project.db',
      '/etc/passwd',
      'samples/../alpha.png',
    ])
      expect((await ask(path)).status, path).toBe(404);
    expect((await ask('alpha.png', { host: '0'.repeat(32) })).status).toBe(404);
  });
});

describe('every kind of file', () => {
  it('shows images in any size, and says of a damaged one that it is', async () => {
    const { page } = window;
    await choose('alpha.png');
    await page.getByText('48 × 32 px').waitFor();
    await page.getByRole('button', { name: 'Larger' }).click();
    await page.getByText(/48 × 32 px at \d+ %/).waitFor();
    await show('100 %');
    expect((await page.getByRole('img', { name: 'alpha.png' }).boundingBox())?.width).toBe(48);
    await isAccessible('image');
    await choose('cut.png');
    await page.getByText('The file breaks off before its end').waitFor();
    await isAccessible('cut image');
  });

  it('pages a large table anywhere without reading it whole', async () => {
    const { page } = window;
    await choose('large.csv');
    await page.getByText(/1\s050\s000 rows, 3 columns/).waitFor();
    const grid = page.getByRole('grid', { name: 'Rows of large.csv' });
    await page.getByRole('gridcell', { name: 'word, 0', exact: true }).waitFor();
    await grid.focus();
    await page.keyboard.press('End');
    await page.getByRole('gridcell', { name: 'word, 999999', exact: true }).waitFor();
    await page.getByRole('spinbutton', { name: 'Go to row' }).fill(String(largeRows));
    await page.getByRole('gridcell', { name: `word, ${largeRows - 1}`, exact: true }).waitFor();
    await isAccessible('large table');
    await choose('scores.parquet');
    await page.getByText(/3\s000 rows, 3 columns/).waitFor();
    await page.getByRole('columnheader', { name: 'score' }).getByRole('button', { name: 'score' }).click();
    await page
      .getByRole('gridcell', { name: '2999', exact: true })
      .or(page.getByRole('gridcell', { name: /^2\s999$/ }))
      .first()
      .waitFor();
    await look('artifact-table');
  });

  it('shows JSON as a tree that is walked by keyboard, and a broken one as text', async () => {
    const { page } = window;
    await choose('config.json');
    await page.getByText('12345678901234567890').waitFor();
    const layer = page.getByRole('treeitem').filter({ hasText: /^064$/ });
    await layer.waitFor();
    await page.getByRole('treeitem', { name: /^layers/ }).click();
    await layer.waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('064');
    await isAccessible('JSON');
    await choose('broken.json');
    await page.getByText('damaged or breaks off').waitFor();
    await page.getByText('{"a": [1, 2').waitFor();
  });

  it('leafs through a long text, and shows Markdown without running what is in it', async () => {
    const { page } = window;
    await choose('log.txt');
    await page.getByText('epoch 0 loss 1').first().waitFor();
    await page.getByRole('button', { name: 'End', exact: true }).click();
    await page.getByText('epoch 19999 loss').first().waitFor();
    await isAccessible('text');
    await choose('notes.md');
    await page.getByRole('heading', { name: 'What was tried' }).waitFor();
    expect(await page.title()).toBe('artifacts – Modelyard');
  });

  it('shows the facts, the graph and the weights of an ONNX model', async () => {
    const { page } = window;
    await choose('branches.onnx');
    await page.getByText('float batch × 3 × 8 × 8').waitFor();
    await page.getByText('modelyard-fixtures').waitFor();
    await show('Weights');
    await page.getByRole('gridcell', { name: 'kernel' }).waitFor();
    await isAccessible('weights');
    await show('Graph');
    await page.getByRole('gridcell', { name: 'Reshape' }).click();
    await page.locator('[data-chosen="true"]', { hasText: 'Reshape' }).waitFor();
    await look('artifact-model');
  });

  it('shows arrays as facts, values and images, and never opens a pickle', async () => {
    const { page } = window;
    await choose('several.npz');
    await page.getByRole('combobox', { name: 'Array' }).selectOption({ label: 'weights (6 × 5)' });
    await page.getByText('Standard deviation').waitFor();
    await show('Values');
    await page.getByRole('grid', { name: 'Values of weights' }).waitFor();
    await isAccessible('values');
    await choose('uint8-image.npy');
    await show('Image');
    await page.getByText('64 × 48 px').waitFor();
    await look('artifact-array');
    await choose('objects.npy');
    await page.getByText('stored as a pickle').waitFor();
    await choose('model.pkl');
    await page.getByText('A pickle runs code when it is read').waitFor();
  });

  it('lists archives and tensors, and shows a notebook as it was saved', async () => {
    const { page } = window;
    await choose('archive.zip');
    await page.getByRole('gridcell', { name: 'notes/größe.txt' }).waitFor();
    await page.getByText('lead out of the folder').waitFor();
    await isAccessible('archive');
    await choose('weights.safetensors');
    await page.getByRole('gridcell', { name: 'layer.weight' }).waitFor();
    await choose('notebook.ipynb');
    await page.getByRole('heading', { name: 'Look at the data' }).waitFor();
    await page.getByText('ValueError: no').waitFor();
    await page.getByRole('img', { name: 'Output of the cell' }).waitFor();
    await isAccessible('notebook');
    expect(await page.title()).toBe('artifacts – Modelyard');
    expect(window.consoleErrors).toEqual([]);
  });

  it('puts the images of a run beside each other', async () => {
    const { page } = window;
    await page.getByRole('tab', { name: /^Images/ }).click();
    await page.getByRole('combobox', { name: 'Images' }).selectOption({ label: 'Images without a step (3)' });
    await page.getByRole('img', { name: 'bold-fox, drawing.svg' }).first().waitFor();
    await isAccessible('images of a run');
    await page.getByRole('tab', { name: /^Artifacts/ }).click();
  });

  it('shows PDF in the viewer of Chromium', async () => {
    await choose('figure.pdf');
    await frameOf('Document figure.pdf');
    // The viewer is a frame of its own inside.
    await expect.poll(() => window.page.frames().length).toBeGreaterThan(2);
    await window.page.screenshot({ path: join(folder, 'pdf.png') });
  });
});

describe('images over runs and steps', () => {
  const openImages = async () => {
    const { page } = window;
    await page.getByRole('navigation').getByRole('button', { name: 'Runs' }).click();
    for (const name of ['gan-1', 'gan-2', 'gan-3', 'gan-4'])
      await page.getByRole('gridcell', { name }).click({ modifiers: ['Control'] });
    await page.keyboard.press('c');
    await page.getByRole('tab', { name: 'Images' }).click();
  };
  const grid = () => window.page.getByRole('grid', { name: 'Images samples/img_#.png' });

  it('stand in a grid of which only what is in sight is there', async () => {
    const { page } = window;
    await openImages();
    await page.getByText(/1\s900 images, 4 runs/).waitFor();
    await grid().getByRole('img', { name: 'gan-1, step 0' }).waitFor();
    expect(await grid().getByRole('img').count()).toBeLessThan(80);
    await grid().focus();
    await page.keyboard.press('End');
    await grid().getByRole('img', { name: 'gan-1, step 4990' }).waitFor();
    expect(await grid().getByRole('img').count()).toBeLessThan(80);
    await page.keyboard.press('Home');
  });

  it('are walked with arrow keys and the slider, and what is missing says so', async () => {
    const { page } = window;
    await grid().focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await page.getByText('gan-2 left no image at step 30.').waitFor();
    await look('images');
    await page.getByRole('slider', { name: 'Go to' }).fill('8');
    await page.getByText('gan-2 left no image at step 80.').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByText('samples/img_000090.png of gan-2 cannot be drawn').waitFor();
    // Another run's image of the same name can.
    await grid().focus();
    await page.keyboard.press('ArrowUp');
    await page.getByText('cannot be drawn').waitFor({ state: 'detached' });
    for (const key of ['ArrowDown', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    await page.getByRole('img', { name: 'gan-2, step 70' }).last().waitFor();
  });

  it('are compared side by side, over each other, and pixel by pixel', async () => {
    const { page } = window;
    await grid().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Stop comparing' }).waitFor();
    await page.keyboard.press('ArrowUp');
    await page.getByText('gan-1, step 70 against gan-2, step 70').waitFor();
    await isAccessible('side by side');
    await show('Overlay');
    await page.getByRole('slider', { name: 'gan-2, step 70' }).waitFor();
    await isAccessible('overlay');
    await show('Difference');
    // Red and blue of every pixel differ by one between these runs; red runs over where it would be 256.
    const wrapped = Array.from({ length: 96 }, (_, x) => (x * 2 + 28) % 256 === 255).filter(Boolean).length;
    expect(wrapped).toBe(0);
    await page
      .getByText(/6\s144 of 6\s144 pixels differ \(100.*\), by 1 at most and 0\.5 in the mean/)
      .waitFor();
    await look('images-difference');
    await grid().focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('Every pixel is equal').waitFor();
    expect(window.consoleErrors).toEqual([]);
  });
});
