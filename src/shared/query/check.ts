import { closestName } from '../closest-name.ts';
import { runStatus } from '../model/run.ts';
import type { Expression, Key } from './ast.ts';
import { type KeyReference, readQuery } from './parse.ts';
import { printKey } from './print.ts';
import { type Fix, QueryError, type Span } from './query-error.ts';
import type { Vocabulary } from './vocabulary.ts';

/** An `error` is no filter; a `doubt` is one that most likely finds nothing, such as a key that no run has. */
export interface QueryProblem extends Span {
  readonly severity: 'error' | 'doubt';
  readonly message: string;
  readonly fix?: Fix | undefined;
}

export interface CheckedQuery {
  /** Null of an empty filter and of a wrong one. */
  readonly expression: Expression | null;
  readonly problems: readonly QueryProblem[];
}

/** Reads a filter and says what is wrong with it, where, and what was probably meant. */
export const checkQuery = (source: string, vocabulary: Vocabulary): CheckedQuery => {
  try {
    const { expression, references } = readQuery(source);
    const doubts = references.flatMap((reference) => doubtAbout(reference, vocabulary) ?? []);
    return { expression, problems: [...doubts, ...statusDoubts(source, expression, references)] };
  } catch (thrown) {
    if (!(thrown instanceof QueryError)) throw thrown;
    const { message, position: start, end, fix } = thrown;
    return { expression: null, problems: [{ severity: 'error', message, start, end, fix }] };
  }
};

/** The filter with the fix of a problem put in. */
export const applyFix = (source: string, { start, end, text }: Fix): string =>
  source.slice(0, start) + text + source.slice(end);

/** `status = finishd`: unlike names, the statuses are known. */
const statusDoubts = (
  source: string,
  expression: Expression | null,
  references: readonly KeyReference[],
): QueryProblem[] => {
  const isStatus = ({ entity, name }: Key) => entity === 'attribute' && name === 'status';
  const [reference] = references.filter(({ key }) => isStatus(key));
  if (expression === null || reference === undefined) return [];
  return comparedWith(expression, isStatus)
    .filter((value) => !(runStatus.options as readonly string[]).includes(value.toLowerCase()))
    .map((value) => {
      const closest = closestName(value.toLowerCase(), runStatus.options);
      const hint =
        closest === undefined ? `There is ${runStatus.options.join(', ')}.` : `Did you mean ${closest}?`;
      const found = source.indexOf(value, reference.end);
      const span = found === -1 ? reference : { start: found, end: found + value.length };
      return {
        severity: 'doubt' as const,
        message: `No run has the status “${value}”. ${hint}`,
        ...{ start: span.start, end: span.end },
        ...(closest !== undefined && found !== -1 && { fix: { ...span, text: closest } }),
      };
    });
};

/** The texts that keys of one sort are to equal. */
const comparedWith = (expression: Expression, isMeant: (key: Key) => boolean): string[] => {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.flatMap((operand) => comparedWith(operand, isMeant));
    case 'not':
      return comparedWith(expression.operand, isMeant);
    case 'compare':
      return expression.comparator === '=' && isMeant(expression.key) ? [String(expression.value.value)] : [];
    case 'in':
      return isMeant(expression.key) ? expression.values.map(({ value }) => String(value)) : [];
    default:
      return [];
  }
};

const namesOf = (vocabulary: Vocabulary) =>
  ({ metric: vocabulary.metrics, parameter: vocabulary.parameters, tag: vocabulary.tags }) as const;

type NamedEntity = keyof ReturnType<typeof namesOf>;
const namedEntities: readonly NamedEntity[] = ['metric', 'parameter', 'tag'];

const doubtAbout = ({ key, start, end }: KeyReference, vocabulary: Vocabulary): QueryProblem | null => {
  if (key.entity === 'attribute' || key.entity === 'dataset') return null;
  const names = namesOf(vocabulary);
  const holders = namedEntities.filter((entity) => names[entity].includes(key.name));
  if (key.entity === 'any' ? holders.length > 0 : holders.includes(key.entity)) return null;
  const meant = holders[0] === undefined ? nearestKey(key, names) : { ...key, entity: holders[0] };
  const written = printKey(key);
  if (meant === null) return { severity: 'doubt', message: `No run has ${written}.`, start, end };
  const text = printKey(meant);
  const message = `No run has ${written}. Did you mean ${text}?`;
  return { severity: 'doubt', message, start, end, fix: { start, end, text } };
};

const nearestKey = (key: Key, names: Readonly<Record<NamedEntity, readonly string[]>>): Key | null => {
  const entities = key.entity === 'any' ? namedEntities : namedEntities.filter((each) => each === key.entity);
  const candidates = entities.flatMap((entity) => names[entity].map((name) => ({ entity, name })));
  const nearest = closestName(
    key.name,
    candidates.map(({ name }) => name),
  );
  const found = candidates.find(({ name }) => name === nearest);
  return found === undefined ? null : { ...key, ...found };
};
