/** SQL of a value of the dataset that a row of `runs` is known by: of several that with the last role, training before evaluation. */
export const ofMainDataset = (value: string): string =>
  `(SELECT ${value} FROM run_datasets WHERE run_number = runs.number ORDER BY role DESC LIMIT 1)`;

/** `name@version`, or the name alone where others than this engine made the versions. */
export const datasetTitle = "name || coalesce('@' || version, '')";
