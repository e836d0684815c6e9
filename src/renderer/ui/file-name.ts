/** Without its ending; systems take 255 bytes, of which a letter of many scripts takes three. */
const mostBytes = 200;
const encoder = new TextEncoder();

/** A name of a file that every system takes, after a title. */
export function fileNameOf(title: string, otherwise: string): string {
  const words = title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-');
  const room = new Uint8Array(mostBytes);
  const { read } = encoder.encodeInto(words, room);
  return words.slice(0, read).replaceAll(/^-|-$/g, '') || otherwise;
}
