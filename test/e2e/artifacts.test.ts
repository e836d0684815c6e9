import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttpServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeArtifactProject } from '../support/artifact-project.ts';
import { type LaunchedWindow, launchWindow } from '../support/launch-window.ts';
import { accessibilityFindings, takePictures } from '../support/look.ts';

const run = 'a'.repeat(32);
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

/** A page that tries every way out that a browser has, and says in its title what came of it. */
const escapingPage = () => `<!doctype html><html><head><title>page</title>
<link rel="dns-prefetch" href="http://127.0.0.1:${tcpPort}/"><link rel="preconnect" href="http://127.0.0.1:${tcpPort}/">
<link rel="stylesheet" href="${web}/style.css"><link rel="prefetch" href="${web}/prefetch"><link rel="icon" href="${web}/icon.png">
<script src="${web}/script.js"></script><style>@import url(${web}/import.css); body { background: url(${web}/background.png) }
@font-face { font-family: x; src: url(${web}/font.woff2) } p { font-family: x }</style></head>
<body><p id="said">scripts do not run</p><img src="${web}/image.png"><iframe src="${web}/frame"></iframe>
<object data="${web}/object"></object><embed src="${web}/embed"><video src="${web}/video.mp4" autoplay></video>
<svg><image href="${web}/svg.png"></image></svg><a id="link" href="${web}/link" ping="${web}/ping">x</a>
<form id="form" action="${web}/form" method="post"><input name="a" value="b"></form>
<script>
const tried = [];
const attempt = async (name, work) => { try { await work(); tried.push(name + ' got through'); } catch { tried.push(name + ' refused'); } };
(async () => {
  await attempt('fetch', async () => { await fetch('${web}/fetch'); });
  await attempt('parent', () => parent.document.title);
  await attempt('bridge', () => parent.modelyard.send);
  await attempt('storage', () => localStorage.setItem('a', 'b'));
  await attempt('cookie', () => document.cookie);
  await attempt('other artifact', async () => { await fetch(location.href.replace(/[^/]*$/, 'notes.md')); });
  await attempt('popup', () => { if (open('${web}/popup') === null) throw 0; });
  await attempt('top', () => { top.location = '${web}/top'; });
  try { navigator.sendBeacon('${web}/beacon', 'x'); } catch {}
  try { new WebSocket('${web}/socket'.replace('http', 'ws')); } catch {}
  try { new EventSource('${web}/events'); } catch {}
  try { new Worker('data:text/javascript,fetch("${web}/worker")'); } catch {}
  try { const request = new XMLHttpRequest(); request.open('GET', '${web}/xhr'); request.send(); } catch {}
  try { import('${web}/module.js').catch(() => {}); } catch {}
  try { navigator.serviceWorker.register('${web}/service.js').catch(() => {}); } catch {}
  try {
    const servers = [{ urls: 'turn:127.0.0.1:${tcpPort}?transport=tcp', username: 'a', credential: 'b' }, { urls: 'stun:127.0.0.1:${udpPort}' }];
    const connection = new RTCPeerConnection({ iceServers: servers });
    connection.createDataChannel('x');
    connection.setLocalDescription(await connection.createOffer());
  } catch {}
  document.getElementById('said').textContent = tried.join(', ');
  for (const go of [() => document.getElementById('form').submit(), () => document.getElementById('link').click(), () => { location = '${web}/location'; }])
    setTimeout(go, 200);
  const refresh = document.createElement('meta');
  refresh.httpEquiv = 'refresh';
  refresh.content = '1;url=${web}/refresh';
  document.head.append(refresh);
})();
</script></body></html>`;

/** What a plot that was saved as one file does: scripts in the page that draw. */
const plotPage = `<!doctype html><html><body style="font-family: sans-serif"><h1>Loss</h1><canvas id="plot" width="400" height="200"></canvas>
<script>const draw = new Function('context', 'for (let x = 0; x < 400; x += 1) context.fillRect(x, 20 + 150 * Math.exp(-x / 90), 2, 2)');
draw(document.getElementById('plot').getContext('2d'));</script></body></html>`;

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
  await makeArtifactProject(folder, [
    {
      run,
      name: 'bold-fox',
      files: {
        'pages/escape.html': escapingPage(),
        'pages/plot.html': plotPage,
        'pages/busy.html': '<script>for (;;) {}</script>',
        'figure.pdf': fixture('figure.pdf'),
        'notes.md': '# Notes',
      },
    },
  ]);
  window = await launchWindow([folder]);
});
afterAll(async () => {
  await window?.close();
  for (const server of [http, tcp, udp]) server.close();
  rmSync(folder, { recursive: true, force: true });
});

const look = async (name: string) => {
  expect(await accessibilityFindings(window.page), name).toEqual([]);
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

describe('pages', () => {
  it('explore', async () => {
    const { page } = window;
    await openArtifacts();
    await choose('pages/escape.html');
    await page.waitForTimeout(4000);
    for (const frame of page.frames())
      console.log(
        frame.url(),
        await frame.evaluate(() => document.body?.innerText.slice(0, 600)).catch((e) => String(e)),
      );
    console.log(heard);
    await choose('pages/plot.html');
    await page.waitForTimeout(1000);
    await page.screenshot({ path: '/tmp/previews/plot.png' });
    await choose('figure.pdf');
    await page.waitForTimeout(3000);
    for (const frame of page.frames()) console.log(frame.url());
    await page.screenshot({ path: '/tmp/previews/pdf.png' });
    await choose('pages/busy.html');
    await page.waitForTimeout(1000);
    const started = performance.now();
    await choose('notes.md');
    console.log('after busy', performance.now() - started);
    console.log(heard, window.consoleErrors);
  }, 60_000);
});
void look;
