import { type CSSProperties, useEffect, useRef } from 'react';

/** Draws pixels: four bytes each (red, green, blue, alpha), row by row. */
export function Pixels({
  width,
  height,
  pixels,
  label,
  className,
  style,
}: {
  width: number;
  height: number;
  pixels: Uint8ClampedArray<ArrayBuffer>;
  label: string;
  className?: string | undefined;
  style?: CSSProperties;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels, width, height]);
  return <canvas ref={canvas} role="img" aria-label={label} {...{ width, height, className, style }} />;
}
