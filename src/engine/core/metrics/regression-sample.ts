/** Rows of a regression, as they come. */
export interface RegressionSample {
  readonly truth: Float64Array;
  readonly predicted: Float64Array;
}
