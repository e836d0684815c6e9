/** Whether dotted version `a` comes before `b`; what follows a hyphen is not compared. */
export function isOlder(a, b) {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

const numbersOf = (version) => version.replace(/^v/, '').split('-')[0].split('.').map(Number);
