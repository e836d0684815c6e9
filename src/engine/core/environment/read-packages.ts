/**
 * Packages and their versions as files of Python environments name them: requirements.txt (PEP 508), conda's environment files, MLflow's
 * python_env.yaml; the Python version under `python`. A package without a version has the text of its whole condition, or "any".
 */
export function readPackages(path: string, text: string): Readonly<Record<string, string>> {
  if (!path.endsWith('.yaml')) return Object.fromEntries(requirements(text));
  return Object.fromEntries(path.endsWith('python_env.yaml') ? pythonVersion(text) : condaPackages(text));
}

function pythonVersion(text: string): [string, string][] {
  const found = /^python:\s*["']?([\w.]+)/m.exec(text);
  return found === null ? [] : [['python', found[1]!]];
}

function requirements(text: string): [string, string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const found = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*([^#;]*)/.exec(line);
    if (found === null) return [];
    const condition = found[2]!.trim();
    return [[packageName(found[1]!), condition.replace(/^==\s*/, '') || 'any']];
  });
}

/** The list below `dependencies:`, with what pip installs below that. Conda writes `name=version=build`, pip `name==version`. */
function condaPackages(text: string): [string, string][] {
  const [, list = ''] = /^dependencies:[^\n]*\n((?:[ \t-][^\n]*(?:\n|$)|\n)*)/m.exec(text) ?? [];
  return list.split('\n').flatMap((line) => {
    const item = /^\s*-\s+["']?([^"'\n]+?)["']?\s*$/.exec(line)?.[1];
    if (item === undefined || item.endsWith(':')) return [];
    const found = /^(?:[\w.-]+::)?([A-Za-z0-9_][\w.-]*)=([^=\s]+)(?:=[^=\s]+)?$/.exec(item);
    return found === null ? requirements(item) : [[packageName(found[1]!), found[2]!] as [string, string]];
  });
}

/** PEP 503: the same package whatever the spelling. */
function packageName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
