// Draws resources/icons/*.svg as the files that the three systems want. Needs rsvg-convert (Debian: librsvg2-bin); run after changing a drawing.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'resources', 'icons');
const largestSmallSize = 24;

/** A square PNG of `size` pixels. */
function draw(size) {
  const drawing = size <= largestSmallSize ? 'icon-small.svg' : 'icon.svg';
  return execFileSync('rsvg-convert', ['-w', String(size), '-h', String(size), join(folder, drawing)]);
}

/** Windows: a directory of 16-byte entries, then the PNG files (Vista and later read them). 256 is written as 0. */
function toIco(sizes) {
  const images = sizes.map((size) => ({ size, png: draw(size) }));
  const header = Buffer.alloc(6 + 16 * images.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = header.length;
  for (const [index, { size, png }] of images.entries()) {
    const at = 6 + 16 * index;
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...images.map(({ png }) => png)]);
}

/** macOS: chunks of type, length and PNG; the types say for which size and pixel density each is. */
function toIcns(sizesByType) {
  const chunks = Object.entries(sizesByType).map(([type, size]) => chunk(type, draw(size)));
  return chunk('icns', Buffer.concat(chunks));
}

function chunk(type, content) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(content.length + header.length, 4);
  return Buffer.concat([header, content]);
}

const icnsSizes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 };

writeFileSync(join(folder, 'icon.png'), draw(512));
writeFileSync(join(folder, 'icon-1024.png'), draw(1024));
writeFileSync(join(folder, 'icon.ico'), toIco([16, 24, 32, 48, 64, 128, 256]));
writeFileSync(join(folder, 'icon.icns'), toIcns(icnsSizes));
