/** Bytes as a text of one character each, for a look at a few of them; TextDecoder's `latin1` is Windows-1252, which is not that. */
export const byteText = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
