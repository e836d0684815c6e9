import { countOf } from '../../../../shared/model/format.ts';
import { html, type Markup } from '../markup.ts';
import { factsTable, type NamedRun, runsTable } from '../run-columns.ts';
import { textMarkup } from '../values.ts';

export interface TextRow {
  readonly name: string;
  readonly values: readonly (string | null)[];
  readonly differs: boolean;
}

/** Of one part of a report: more cells would make it a file that no browser opens in a moment. */
const mostCells = 60_000;

/** As many rows as a report holds, and a sentence on the others. */
export function boundedRows<Row>(
  rows: readonly Row[],
  runs: number,
): { shown: readonly Row[]; rest: Markup } {
  const shown = rows.slice(0, Math.max(1, Math.floor(mostCells / runs)));
  const left = rows.length - shown.length;
  return {
    shown,
    rest:
      left === 0
        ? html``
        : html`<p class="muted">${countOf(left, 'row')} more ${left === 1 ? 'is' : 'are'} left out here; a saved table of runs holds all of them.</p>`,
  };
}

/** What differs, as a table of the runs; what is the same in all of them once, below it. */
export function textRows(
  runs: readonly NamedRun[],
  rows: readonly TextRow[],
  { noDifference }: { noDifference: string },
): Markup {
  const differing = rows.filter(({ differs }) => differs);
  const same = rows.filter(({ differs }) => !differs);
  const { shown, rest } = boundedRows(differing, runs.length);
  return html`${
    differing.length === 0
      ? html`<p>${noDifference}</p>`
      : runsTable(
          runs,
          shown.map(({ name, values }) => ({ name, cells: values.map(textMarkup) })),
        )
  }${rest}${
    same.length > 0 &&
    html`<details><summary>${countOf(same.length, 'value')} the same in all runs</summary>${factsTable(
      same.map(({ name, values }) => [name, textMarkup(values[0])]),
    )}</details>`
  }`;
}
