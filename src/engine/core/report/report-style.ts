/**
 * The style of a report, within it: the window's colours (src/renderer/ui/tokens.css; a test keeps them equal), light or dark as the
 * reader's system is, and always light on paper.
 */

type Colors = Readonly<Record<string, string>>;

const light: Colors = {
  background: '#f9f9fb',
  border: '#dddee6',
  'border-strong': '#868997',
  text: '#1c1e26',
  muted: '#585c6b',
  accent: '#5646d8',
  hover: '#ececf2',
  grid: '#e6e7ed',
  'series-1': '#0072b2',
  'series-2': '#c85200',
  'series-3': '#00845f',
  'series-4': '#a8478a',
  'series-5': '#a97000',
  'series-6': '#2a86bd',
  'series-7': '#7d7500',
  'series-8': '#4c5060',
};

const dark: Colors = {
  background: '#1a1c22',
  border: '#2c2f39',
  'border-strong': '#686d7d',
  text: '#e7e8ee',
  muted: '#a3a7b5',
  accent: '#aaa4ff',
  hover: '#262933',
  grid: '#282b34',
  'series-1': '#4ba3e3',
  'series-2': '#f27d42',
  'series-3': '#2fc496',
  'series-4': '#e08fc3',
  'series-5': '#efab2b',
  'series-6': '#8fd3f7',
  'series-7': '#ece14d',
  'series-8': '#b9bcc8',
};

/** `background` is the window's surface. */
export const reportColors = { light, dark } as const;

const declared = (colors: Colors): string =>
  Object.entries(colors)
    .map(([name, color]) => `--${name}:${color};`)
    .join('');

export const reportStyle = `
:root{color-scheme:light;${declared(light)}}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${declared(dark)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1180px;padding:28px 24px 48px;background:var(--background);color:var(--text);
font:13px/1.45 Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1{font-size:20px;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:15px;margin:32px 0 8px;break-after:avoid}
h3{font-size:13px;margin:16px 0 6px;break-after:avoid}
p{margin:4px 0 8px;max-width:76ch}
a{color:inherit;text-decoration-color:var(--border-strong)}
.muted,.missing,figcaption,header p{color:var(--muted)}
figcaption{overflow-wrap:anywhere}
.frame{overflow-x:auto;margin:0 0 12px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:4px 12px 4px 0;border-bottom:1px solid var(--border);text-align:left;vertical-align:top;font-weight:400;
unicode-bidi:isolate;overflow-wrap:anywhere;max-width:44ch}
thead th,thead td{font-weight:600;border-bottom-color:var(--border-strong);vertical-align:bottom}
tbody th{color:var(--muted);min-width:20ch}
td{white-space:pre-wrap}
td.number,th.number{text-align:right;white-space:nowrap}
tr{break-inside:avoid}
code,.mono{font-family:"JetBrains Mono",ui-monospace,SFMono-Regular,Consolas,monospace;font-size:12px;overflow-wrap:anywhere}
.better,.best{color:var(--accent)}
.best{font-weight:600}
.worse{color:var(--muted)}
.delta{font-size:11px;margin-left:6px}
.verdict{display:inline-block;min-width:9ch;font-weight:600}
.swatch{margin-right:6px}
.confusion td{text-align:right}
figure{margin:0 0 20px;break-inside:avoid;max-width:600px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(460px,100%),1fr));gap:0 24px}
figure svg[role]{display:block;width:100%;height:auto}
figure text{font-size:11px}
.tick{fill:var(--muted)}
.grid{stroke:var(--grid)}
.axis{stroke:var(--border-strong)}
.guide{stroke:var(--border-strong);stroke-dasharray:3 3;fill:none}
.front{fill:none;stroke:var(--accent);stroke-width:1.5}
.legend{display:flex;flex-wrap:wrap;gap:2px 14px;margin-bottom:4px}
details{margin:0 0 12px}
summary{cursor:pointer;color:var(--muted);margin-bottom:6px}
summary:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
ul{padding-left:20px;margin:4px 0 12px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
@media print{body{max-width:none;padding:0;background:none;font-size:10px}.frame{overflow:visible}
details::details-content{content-visibility:visible;display:block;block-size:auto}summary{list-style:none}
@page{margin:14mm}}
`;
