/** A column of many runs takes a few hundredths of a second; others want to be answered in between. */
export const othersAreAnswered = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
