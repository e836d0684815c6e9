/** Reading more would hold up the window. */
const mostPixels = 16_000_000;

/** An image as pixels. Errors say for a person why it cannot be read. */
export async function readPixels(address: string, name: string): Promise<ImageData> {
  const image = new Image();
  // Artifacts are of another origin than the page, which may read their pixels only if they are asked for so.
  image.crossOrigin = 'anonymous';
  image.src = address;
  await image.decode().catch(() => {
    throw new Error(`${name} cannot be drawn: it is damaged, or too large.`);
  });
  const { naturalWidth: width, naturalHeight: height } = image;
  if (width * height > mostPixels)
    throw new Error(`${name} has ${width} × ${height} pixels, more than can be compared here (16 million).`);
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null || width === 0 || height === 0) throw new Error(`${name} has no pixels of its own.`);
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height);
}
