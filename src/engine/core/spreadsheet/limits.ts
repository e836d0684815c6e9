/** What one sheet of an Excel workbook holds, by Microsoft's "Excel specifications and limits". */
export const sheetLimits = {
  /** With the header. */
  rows: 1_048_576,
  columns: 16_384,
  /** UTF-16 code units of one cell's text. */
  characters: 32_767,
} as const;
