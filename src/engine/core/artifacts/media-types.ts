/** Media types by which a file's reader is chosen. */
export const mediaTypes = {
  arrow: 'application/vnd.apache.arrow.file',
  workbook: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
