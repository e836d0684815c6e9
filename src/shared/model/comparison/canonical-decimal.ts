/**
 * The one way to write a decimal number that stands for all its spellings ('0.10', '1e-1' and '.1' are the same), or null for what is
 * no number. Works on digits, so that whole numbers beyond 2⁵³ stay apart.
 */
export function canonicalDecimal(text: string): string | null {
  const match = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,9}))?\s*$/.exec(text);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (!match || whole + fraction === '') return null;
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign === '-' ? '-' : ''}${significant}e${power}`;
}
