/** MLflow's own rules; they also rule out every name that could lead out of a folder. */
export const isRunId = (text: string): boolean => /^[a-zA-Z0-9][\w-]{0,255}$/.test(text);
export const isExperimentId = (text: string): boolean => /^[a-zA-Z0-9][\w-]{0,63}$/.test(text);

/** A number as files and databases hold times and sizes. Undefined: none. */
export const parseWholeNumber = (text: string): number | undefined => {
  const number = /^[+-]?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
};

export const parseTimeMs = (text: string | null | undefined): number | null =>
  typeof text === 'string' ? (parseWholeNumber(text) ?? null) : null;
