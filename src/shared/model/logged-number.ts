/**
 * A metric's value as the number that was logged. Stores and tables hold infinities as the largest doubles, as MLflow does; NaN and, in
 * JSON, infinities are texts.
 */
export const loggedNumber = (value: number | string): number => {
  const number = Number(value);
  return Math.abs(number) === Number.MAX_VALUE ? Math.sign(number) * Number.POSITIVE_INFINITY : number;
};
