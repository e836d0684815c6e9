/**
 * Lines read from the file, followed by those that events brought. The two overlap by what was written between the job's start
 * and the reading: the longest end of `stored` that is also a beginning of `live` is shown once.
 */
export function joinLog(stored: readonly string[], live: readonly string[]): readonly string[] {
  const longest = Math.min(stored.length, live.length);
  for (let overlap = longest; overlap > 0; overlap -= 1) {
    const start = stored.length - overlap;
    if (stored[start] !== live[0]) continue;
    if (live.slice(0, overlap).every((line, index) => line === stored[start + index]))
      return [...stored, ...live.slice(overlap)];
  }
  // Everything live may have been read already: then it stands inside `stored`, and nothing is new.
  return live.length > 0 && contains(stored, live) ? stored : [...stored, ...live];
}

function contains(stored: readonly string[], live: readonly string[]): boolean {
  for (let start = 0; start + live.length <= stored.length; start += 1)
    if (live.every((line, index) => line === stored[start + index])) return true;
  return false;
}
