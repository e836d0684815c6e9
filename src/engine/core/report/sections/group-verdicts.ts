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
  return html`${framed(html`<table><thead><tr><th scope="col">group</th>${[
    'runs',
    'mean',
    `${formatPercent(level)} interval`,
    'middle half’s mean',
    'median',
    'deviation',
  ].map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead><tbody>
${groups.map(
  ({ name, summary: { n, missing: none, infinite, mean, interval, interquartileMean, ...rest } }) =>
    html`<tr><th scope="row">${name}</th><td class="number">${n}${none + infinite > 0 && ` and ${none + infinite} without a number`}</td><td class="number">${numberMarkup(mean)}</td><td class="number">${
      interval === null ? missing : html`${numberMarkup(interval.low)} to ${numberMarkup(interval.high)}`
    }</td><td class="number">${numberMarkup(interquartileMean)}</td><td class="number">${numberMarkup(rest.median)}</td><td class="number">${numberMarkup(rest.standardDeviation)}</td></tr>\n`,
)}</tbody></table>`)}
<ul>${said
    .slice(0, mostSaid)
    .map(
      ({ difference, sentence }) =>
        html`<li><span class="verdict ${difference.verdict === 'real' ? 'better' : 'muted'}">${words[difference.verdict]}</span> ${sentence}</li>\n`,
    )}</ul>${said.length > mostSaid && html`<p class="muted">The ${mostSaid} clearest of ${said.length} pairs.</p>`}${pairing !== null && html`<p class="muted">${pairing}</p>`}`;
}
