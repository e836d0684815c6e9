import type { CommandOutput } from '../../../../shared/contract/index.ts';
import { formatPercent } from '../../../../shared/model/format.ts';
import { html, type Markup } from '../markup.ts';
import { framed, missing, numberMarkup } from '../values.ts';

type Groups = CommandOutput<'runs.groups'>;

const words = { real: 'real', 'not-shown': 'not shown', 'too-few-runs': 'too few runs' } as const;
/** With more pairs, the clearest are said. */
const mostSaid = 100;

/** Groups of the runs, and of each difference whether it is real. */
export function groupVerdicts({ groups, differences, sentences, pairing, level }: Groups): Markup {
  const said = differences
    .map((difference, index) => ({ difference, sentence: sentences[index] ?? '' }))
    .sort((one, other) => (one.difference.adjustedPValue ?? 2) - (other.difference.adjustedPValue ?? 2));
  const titles = [
    ...['runs', 'mean', `${formatPercent(level)} interval`, 'interquartile mean', 'median'],
    ...['standard deviation', 'standard error', 'min to max'],
  ];
  return html`${framed(html`<table><thead><tr><th scope="col">group</th>${titles.map(
    (name) => html`<th scope="col" class="number">${name}</th>`,
  )}</tr></thead><tbody>
${groups.map(
  ({ name, summary }) =>
    html`<tr><th scope="row">${name}</th>${figuresOf(summary).map(
      (figure) => html`<td class="number">${figure}</td>`,
    )}</tr>\n`,
)}</tbody></table>`)}
<ul>${said
    .slice(0, mostSaid)
    .map(
      ({ difference, sentence }) =>
        html`<li><span class="verdict ${difference.verdict === 'real' ? 'better' : 'muted'}">${words[difference.verdict]}</span> ${sentence}</li>\n`,
    )}</ul>${said.length > mostSaid && html`<p class="muted">The ${mostSaid} clearest of ${said.length} pairs.</p>`}${pairing !== null && html`<p class="muted">${pairing}</p>`}`;
}

const figuresOf = (summary: Groups['groups'][number]['summary']): (Markup | string)[] => {
  const { n, missing: none, infinite, interval, min, max } = summary;
  return [
    `${n}${none + infinite > 0 ? ` and ${none + infinite} without a number` : ''}`,
    numberMarkup(summary.mean),
    rangeMarkup(interval?.low ?? null, interval?.high ?? null),
    ...[summary.interquartileMean, summary.median].map((value) => numberMarkup(value)),
    ...[summary.standardDeviation, summary.standardError].map((value) => numberMarkup(value)),
    rangeMarkup(min, max),
  ];
};

const rangeMarkup = (low: number | null, high: number | null): Markup =>
  low === null || high === null ? missing : html`${numberMarkup(low)} to ${numberMarkup(high)}`;
