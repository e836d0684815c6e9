/** What a filter over runs means, apart from how a store finds the rows. */
export type Entity = 'metric' | 'parameter' | 'tag' | 'attribute' | 'any';

export interface Key {
  readonly entity: Entity;
  readonly name: string;
}

export type Literal =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string };

export type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'ilike' | 'regex';

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'compare'; readonly key: Key; readonly comparator: Comparator; readonly value: Literal }
  | { readonly kind: 'in'; readonly key: Key; readonly values: readonly Literal[] }
  | { readonly kind: 'between'; readonly key: Key; readonly low: Literal; readonly high: Literal }
  | { readonly kind: 'present'; readonly key: Key };
