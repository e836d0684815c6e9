/** The single range that a `Range` header asks for, both ends included; null for the whole, as for several ranges at once (RFC 9110). */
export const byteRange = (
  header: string | null,
  sizeBytes: number,
): { start: number; end: number } | 'unsatisfiable' | null => {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const start = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from);
  const end = from === '' || to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  return start <= end ? { start, end } : 'unsatisfiable';
};
