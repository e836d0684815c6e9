import { formatNumber, isMoment } from '../../../shared/model/format.ts';
import { html, type Markup } from './markup.ts';

export const missing = html`<span class="missing">–</span>`;

/** A number with the digits that matter; all of them are in the file, and on hover. Infinities and NaN are said in words. */
export function numberMarkup(value: number | null | undefined, text = formatNumber): Markup {
  if (value === null || value === undefined) return missing;
  if (Number.isNaN(value)) return html`<data value="NaN">NaN</data>`;
  const exact = Object.is(value, -0) ? '-0' : String(value);
  return html`<data value="${exact}" title="${exact}">${text(value)}</data>`;
}

const momentText = (atMs: number): string => new Date(atMs).toISOString().replace('T', ' ').slice(0, 19);

/** A file is read in other zones than it was made in. */
export function momentMarkup(atMs: number): Markup {
  if (!isMoment(atMs)) return missing;
  return html`<time datetime="${new Date(atMs).toISOString()}">${momentText(atMs)} UTC</time>`;
}

export const textMarkup = (text: string | null | undefined): Markup =>
  text === null || text === undefined ? missing : html`${text}`;

/** A table within a frame of its own, which scrolls where the page is too narrow. */
export const framed = (table: Markup): Markup => html`<div class="frame">${table}</div>`;
