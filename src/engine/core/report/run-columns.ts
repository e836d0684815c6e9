import { html, type Markup, type Part } from './markup.ts';
import { framed } from './values.ts';

/** What a report knows a run by. */
export interface NamedRun {
  readonly id: string;
  readonly name: string;
  /** A CSS colour. */
  readonly color: string;
}

export interface RunsRow {
  readonly name: Part;
  /** One a run. */
  readonly cells: readonly Part[];
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
}

/** With more, a line a run is easier to read than a column a run, on a screen as on paper. */
const mostColumns = 6;
/** Of a table of many runs: what is beside each other on a page of paper. */
const columnsOnPaper = 8;

/** The link opens the run where Modelyard is; the colour is that of its curves. */
export const runLink = ({ id, name, color }: NamedRun): Markup =>
  html`<a href="modelyard://runs/${encodeURIComponent(id)}" title="${id}"><svg class="swatch" width="10" height="10" aria-hidden="true"><rect width="10" height="10" rx="2" fill="${color}"/></svg>${name}</a>`;

/** Rows of one value a run: a column a run where they are few, else a line a run, in parts that fit on paper. */
export function runsTable(runs: readonly NamedRun[], rows: readonly RunsRow[]): Markup {
  if (rows.length === 0) return html``;
  if (runs.length <= mostColumns) return columnARun(runs, rows);
  return html`${partsOf(rows, columnsOnPaper).map((part) => lineARun(runs, part))}`;
}

const cell = (row: RunsRow, value: Part): Markup =>
  row.isNumber === true ? html`<td class="number">${value}</td>` : html`<td>${value}</td>`;

const columnARun = (runs: readonly NamedRun[], rows: readonly RunsRow[]): Markup =>
  framed(
    html`<table><thead><tr><td></td>${runs.map((run) => html`<th scope="col">${runLink(run)}</th>`)}</tr></thead><tbody>
${rows.map((row) => html`<tr><th scope="row">${row.name}</th>${row.cells.map((value) => cell(row, value))}</tr>\n`)}</tbody></table>`,
  );

const lineARun = (runs: readonly NamedRun[], rows: readonly RunsRow[]): Markup =>
  framed(
    html`<table><thead><tr><th scope="col">run</th>${rows.map(
      (row) => html`<th scope="col" class="${row.isNumber === true ? 'number' : ''}">${row.name}</th>`,
    )}</tr></thead><tbody>
${runs.map((run, place) => html`<tr><th scope="row">${runLink(run)}</th>${rows.map((row) => cell(row, row.cells[place] ?? null))}</tr>\n`)}</tbody></table>`,
  );

function partsOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}

/** Facts in two columns. */
export const factsTable = (facts: readonly (readonly [name: Part, value: Part])[]): Markup =>
  framed(
    html`<table class="facts"><tbody>${facts.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</tbody></table>`,
  );
