/**
 * Packages and their versions as a requirements.txt (PEP 508) or an MLflow python_env.yaml names them; the Python version under
 * `python`. A package without a version has the text of its whole condition, or "any".
 */
export function readPackages(path: string, text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(path.endsWith('.yaml') ? pythonVersion(text) : requirements(text));
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

/** PEP 503: the same package whatever the spelling. */
function packageName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}
