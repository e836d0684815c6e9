/**
 * Why MLflow cannot take this name of a parameter, metric or tag; null: it can. A name that it refuses would make the whole run unreadable
 * in a folder, where names are paths. Source: mlflow/utils/validation.py.
 */
export const keyProblem = (key: string): string | null => {
  if (key === '' || !/^[\p{L}\p{N}_/.\- :]*$/u.test(key)) {
    return 'MLflow’s names hold only letters, digits, and _ - . : / and spaces.';
  }
  const parts = key.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..')) {
    return 'MLflow’s names have no empty parts between slashes, and neither . nor .. as a part.';
  }
  return [...key].length > 250 ? 'MLflow’s names have at most 250 characters.' : null;
};
