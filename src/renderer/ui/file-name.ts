/** Without its ending; systems take 255 bytes. */
const longest = 100;

/** A name of a file that every system takes, after a title. */
export const fileNameOf = (title: string, otherwise: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, longest) || otherwise;
