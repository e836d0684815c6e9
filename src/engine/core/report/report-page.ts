import { html, type Markup } from './markup.ts';
import { reportStyle } from './report-style.ts';
import { momentMarkup } from './values.ts';

export interface ReportHead {
  readonly title: string;
  /** What it is about, in a sentence. */
  readonly subject: string;
  readonly project: string;
  readonly madeAtMs: number;
}

export interface ReportSection {
  readonly title: string;
  readonly content: Markup;
}

/**
 * A report as one page that asks for nothing else: its style is in it, its charts are SVG, it has no script. `styleDigest` is the SHA-256 of
 * `reportStyle` in base64; the page's policy lets nothing but that style have an effect, whatever a run is called. Answers the page in parts.
 */
export function* reportPage(
  head: ReportHead,
  styleDigest: string,
  sections: Iterable<ReportSection>,
): Generator<string> {
  const policy = `default-src 'none'; style-src 'sha256-${styleDigest}'; base-uri 'none'; form-action 'none'`;
  yield html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Modelyard">
<title>${head.title}</title>
<style>`.markup;
  yield reportStyle;
  yield html`</style>
</head>
<body>
<header>
<h1>${head.title}</h1>
<p>${head.subject} Project ${head.project}, saved ${momentMarkup(head.madeAtMs)}. Numbers are shown with the digits that matter; all their digits are in this file, and shown when one points at them.</p>
</header>
<main>
`.markup;
  for (const { title, content } of sections)
    if (content.markup.trim() !== '')
      yield html`<section>\n<h2>${title}</h2>\n${content}\n</section>\n`.markup;
  yield '</main>\n</body>\n</html>\n';
}
