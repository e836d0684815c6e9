/** What a filter over runs means, apart from how it is written and from how a store finds the rows. */
export type Entity = 'metric' | 'parameter' | 'tag' | 'attribute' | 'dataset' | 'any';

/**
 * What to take of a metric's history instead of its latest value. `best` is the largest or least by the metric's goal; `at` … `of` is
 * the value at the step where another metric had its best, least or largest value.
 */
export type Aggregate =
  | 'first'
  | 'min'
  | 'max'
  | 'best'
  | 'count'
  | { readonly step: number }
  | { readonly at: 'best' | 'min' | 'max'; readonly of: string };

export interface Key {
  readonly entity: Entity;
  readonly name: string;
  /** Of metrics only. */
  readonly aggregate?: Aggregate;
}

/** Ready for a store: a number (of a time: milliseconds since 1970; of a duration: seconds) or a text. */
export type PlainLiteral =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string };

/** As a person writes it: besides, a time span such as `2h`, in seconds. Of a time it means "from now": `-7d` is a week ago. */
export type Literal = PlainLiteral | { readonly kind: 'span'; readonly value: number };

export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'ilike' | 'regex';

export type ExpressionOf<L> =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ExpressionOf<L>[] }
  | { readonly kind: 'not'; readonly operand: ExpressionOf<L> }
  | { readonly kind: 'compare'; readonly key: Key; readonly comparator: Comparator; readonly value: L }
  | {
      readonly kind: 'in';
      readonly key: Key;
      readonly values: readonly L[];
      /** Of datasets only, of which a run has several: one of them is outside the list. */
      readonly negated?: true;
    }
  | { readonly kind: 'between'; readonly key: Key; readonly low: L; readonly high: L }
  | { readonly kind: 'present'; readonly key: Key }
  | { readonly kind: 'nan'; readonly key: Key };

export type Expression = ExpressionOf<Literal>;

/** What `resolveQuery` makes: no spans, dates or `best` any more. */
export type ResolvedExpression = ExpressionOf<PlainLiteral>;
