import type { Order } from '../../../core/query/mlflow/order-by.ts';

/** The terms of an `order_by` as SQL over a search's columns; the orders were read for the names that these have. */
export const orderSql = (
  orders: readonly Order[],
  columns: Readonly<Record<string, string>>,
): readonly string[] =>
  orders.map(({ name, descending }) => `${columns[name] ?? name} ${descending ? 'DESC' : 'ASC'}`);
