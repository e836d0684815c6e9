/** Where artifacts are said to lie. Below `mlflow-artifacts:` clients ask the server they talk to; all else is none of ours. */

/** SQL for a run's place, over the tables `runs` and `experiments`. */
export const runArtifactRootSql = `coalesce(runs.artifact_uri,
  coalesce(experiments.artifact_location, 'mlflow-artifacts:/' || experiments.id) || '/' || runs.id || '/artifacts')`;

/** The path that this server knows a place by; undefined for places of others. A host in it can only be this one. */
export const proxiedPathOf = (uri: string): string | undefined => {
  const match = /^mlflow-artifacts:(?:\/\/[^/]*)?\/*(.*)$/s.exec(uri);
  return match?.[1]?.replace(/\/+$/, '');
};
