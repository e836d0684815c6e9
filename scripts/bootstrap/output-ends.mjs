/** Keeps the first and the last lines of a program's output: some say first what went wrong, others last. */
export function keepEnds({ keptFirst = 8, keptLast = 20 } = {}) {
  let rest = '';
  let leftOut = 0;
  const first = [];
  const last = [];
  const keep = (line) => {
    if (first.length < keptFirst) return first.push(line);
    last.push(line);
    if (last.length > keptLast) leftOut += last.splice(0, 1).length;
  };
  return {
    add(text) {
      const parts = (rest + text).split(/\r?\n|\r/);
      rest = parts.pop();
      for (const line of parts.filter(isNotBlank)) keep(line);
    },
    text() {
      const gap = leftOut > 0 ? [`… ${leftOut} lines left out, --verbose shows them`] : [];
      return [...first, ...gap, ...last, rest].filter(isNotBlank).join('\n');
    },
  };
}

const isNotBlank = (line) => line.trim() !== '';
