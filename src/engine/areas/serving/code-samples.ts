/** How to call an endpoint from a shell, Python and JavaScript, with a body that the model can answer. */
export function makeCodeSamples(address: string, example: Record<string, unknown>) {
  const url = `${address}/predict`;
  const body = JSON.stringify(example);
  const pretty = JSON.stringify(example, null, 2);
  return [
    {
      language: 'curl' as const,
      text: `curl ${url} \\\n  -H 'Content-Type: application/json' \\\n  -d ${shellQuote(body)}`,
    },
    {
      language: 'python' as const,
      text: `import requests\n\nanswer = requests.post("${url}", json=${pythonLiteral(example)})\nanswer.raise_for_status()\nprint(answer.json())`,
    },
    {
      language: 'javascript' as const,
      text: `const response = await fetch('${url}', {\n  method: 'POST',\n  headers: { 'Content-Type': 'application/json' },\n  body: JSON.stringify(${pretty.replaceAll('\n', '\n  ')}),\n});\nconsole.log(await response.json());`,
    },
  ];
}

const shellQuote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** JSON that Python reads: its null, true and false have other names. */
function pythonLiteral(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value as object)
      .map(([key, item]) => `${JSON.stringify(key)}: ${pythonLiteral(item)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}
