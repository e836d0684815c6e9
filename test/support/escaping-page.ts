/** What listens on this machine: an HTTP server, any TCP connection, any UDP packet. */
export interface Ears {
  readonly web: string;
  readonly tcpPort: number;
  readonly udpPort: number;
}

/** A page that tries every way out that a browser has, and says in its title what came of it. */
export const escapingPage = ({
  web,
  tcpPort,
  udpPort,
}: Ears) => `<!doctype html><html><head><title>page</title>
<script>const against = new Set();
document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => against.add(effectiveDirective));</script>
<link rel="dns-prefetch" href="http://127.0.0.1:${tcpPort}/"><link rel="preconnect" href="http://127.0.0.1:${tcpPort}/">
<link rel="stylesheet" href="${web}/style.css"><link rel="prefetch" href="${web}/prefetch"><link rel="icon" href="${web}/icon.png">
<script src="${web}/script.js"></script><style>@import url(${web}/import.css); body { background: url(${web}/background.png) }
@font-face { font-family: x; src: url(${web}/font.woff2) } p { font-family: x }</style></head>
<body><p id="said">scripts do not run</p><p id="against"></p><img src="${web}/image.png"><iframe src="${web}/frame"></iframe>
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
  setTimeout(() => { document.getElementById('against').textContent = [...against].sort().join(' '); }, 100);
  for (const go of [() => document.getElementById('form').submit(), () => document.getElementById('link').click(), () => { location = '${web}/location'; }])
    setTimeout(go, 1500);
  const refresh = document.createElement('meta');
  refresh.httpEquiv = 'refresh';
  refresh.content = '2;url=${web}/refresh';
  document.head.append(refresh);
})();
</script></body></html>`;
