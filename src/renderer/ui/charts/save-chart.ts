import { shortenedLabel } from '../../../shared/charts/shortened-label.ts';
import { linesOnCanvas } from './canvas-lines.ts';
import type { LegendEntry } from './frame-parts.ts';
import { resolveColors } from './theme-colors.ts';
import { titleLines } from './title-lines.ts';

/** A chart as a file: what is drawn (SVG, PDF, PNG) and the numbers behind it (CSV). */

const looks = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'stroke-linecap',
  'paint-order',
  'dominant-baseline',
] as const;

const margin = 12;
const legendRow = 18;
const titleHeight = 24;
const titleRow = 18;
/** Rough, as below: a letter of the title, of which none may leave the picture. */
const titleLetter = 7.5;
const legendLetter = 6.5;
const swatchRoom = 14;
/** Sharp on a screen of twice the density, and in print. */
const pixelsPerUnit = 2;

export interface SavedDrawing {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What is said of a drawing around it. */
export interface Surroundings {
  readonly title: string;
  readonly legend: readonly LegendEntry[];
  readonly count: string;
}

const svgNames = 'http://www.w3.org/2000/svg';

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  text?: string,
): SVGElement {
  const made = document.createElementNS(svgNames, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

/** The drawing as a file of its own, with title, legend and count: colours as they are in its theme, for a file knows no style sheet. */
export function drawingOf(
  host: Element,
  { title, legend, count }: Surroundings,
  { isOnPaper }: { isOnPaper: boolean },
): SavedDrawing | null {
  const drawn = [...host.querySelectorAll('svg')].find((each) => each.closest('button') === null);
  if (drawn === undefined) return null;
  const { width, height } = drawn.getBoundingClientRect();
  const copy = styledCopy(drawn);
  // Lines that are too many for a document lie on a canvas below it.
  for (const canvas of [...host.querySelectorAll('canvas')].reverse()) copy.prepend(...drawnOn(canvas));
  const said = titleLines(title, Math.max(1, Math.floor(width / titleLetter)));
  const top = margin + titleHeight + (said.length - 1) * titleRow;
  for (const [key, value] of Object.entries({ x: margin, y: top, width, height }))
    copy.setAttribute(key, String(value));
  const { color, fontFamily } = getComputedStyle(host);
  const text = { fill: color, 'font-family': fontFamily };
  const [background = ''] = resolveColors(['var(--background)'], isOnPaper);
  const colors = resolveColors(
    legend.map((entry) => entry.color),
    isOnPaper,
  );
  const below = legendBelow(
    legend.map(({ label }, place) => ({ label, color: colors[place] ?? '' })),
    count,
    { ...text, width, top: top + height + margin },
  );
  const whole = { width: width + 2 * margin, height: below.bottom + margin };
  const root = element('svg', { xmlns: svgNames, ...whole });
  root.append(
    // Paper is white.
    ...(isOnPaper ? [] : [element('rect', { width: '100%', height: '100%', fill: background })]),
    ...said.map((line, row) =>
      element('text', { ...text, x: margin, y: margin + 12 + row * titleRow, 'font-size': 13 }, line),
    ),
    copy,
    ...below.elements,
  );
  return { ...whole, svg: new XMLSerializer().serializeToString(root) };
}

function drawnOn(canvas: HTMLCanvasElement): SVGElement[] {
  const lines = linesOnCanvas.get(canvas)?.() ?? [];
  return lines.map(({ color, width, opacity, paths }) => {
    const group = element('g', {
      ...{ fill: 'none', stroke: color, 'stroke-width': width, 'stroke-opacity': opacity },
    });
    group.append(...paths.map((d) => element('path', { d })));
    return group;
  });
}

function styledCopy(drawn: SVGSVGElement): SVGSVGElement {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const originals = [drawn, ...drawn.querySelectorAll('*')];
  for (const [index, each] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[index];
    if (original === undefined) continue;
    const style = getComputedStyle(original);
    for (const look of looks) each.setAttribute(look, style.getPropertyValue(look));
    each.removeAttribute('class');
    each.removeAttribute('style');
  }
  return copy;
}

/** Rough, and enough to see whether another entry fits into the row. */
const textWidth = (text: string) => text.length * legendLetter;

function legendBelow(
  legend: readonly LegendEntry[],
  count: string,
  { width, top, ...text }: { width: number; top: number; fill: string; 'font-family': string },
): { elements: SVGElement[]; bottom: number } {
  const elements: SVGElement[] = [];
  let [x, y] = [margin, top];
  const letters = Math.floor((width - swatchRoom) / legendLetter);
  const place = (whole: string, swatch: string | null) => {
    const label = shortenedLabel(whole, letters);
    const needed = textWidth(label) + (swatch === null ? 0 : swatchRoom) + 12;
    if (x > margin && x + needed > margin + width) [x, y] = [margin, y + legendRow];
    if (swatch !== null)
      elements.push(element('rect', { x, y: y - 9, width: 10, height: 10, rx: 2, fill: swatch }));
    elements.push(
      element('text', { ...text, x: x + (swatch === null ? 0 : swatchRoom), y, 'font-size': 11 }, label),
    );
    x += needed;
  };
  for (const { label, color } of legend) place(label, color);
  place(count, null);
  return { elements, bottom: y };
}

/** A PNG in base64. */
export async function pictureOf({ svg, width, height }: SavedDrawing): Promise<string> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * pixelsPerUnit;
    canvas.height = height * pixelsPerUnit;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const [, base64 = ''] = canvas.toDataURL('image/png').split(',');
    if (base64 === '') throw new Error('The picture is too large.');
    return base64;
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
