import { Minus, Plus } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { classNames } from '../class-names.ts';
import { IconButton } from '../controls/button.tsx';
import { Segments } from '../controls/choices.tsx';
import { ViewFrame } from '../layout/view-frame.tsx';
import styles from './viewers.module.css';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface ImageStageProps {
  label: string;
  /** Of what is drawn, in its own pixels; null until it is known. */
  size: Size | null;
  /** Draws it: `style` and `className` belong on the image or the canvas. */
  children: (place: {
    style: { width?: number; height?: number };
    className: string | undefined;
  }) => ReactNode;
  /** At the right of the bar. */
  note?: ReactNode;
}

type Zoom = 'fit' | number;

const smallest = 1 / 16;
const largest = 32;
/** Images up to here are larger than they are where they fit, and pixels are then shown as squares instead of a blur. */
const smallSide = 256;
const within = (zoom: number) => Math.max(smallest, Math.min(largest, zoom));

/** How large it stands there now, so that the first step from "fit" goes on from what is seen. */
const shownScale = (stage: HTMLElement | null, size: Size | null): number => {
  const drawn = stage?.querySelector('img, canvas');
  if (!drawn || size === null || size.width === 0 || size.height === 0) return 1;
  return Math.min(drawn.clientWidth / size.width, drawn.clientHeight / size.height);
};

/** Shows an image as large as fits, in its own size, or larger: with + and −, or the wheel and Ctrl. Squares show where it is transparent. */
export function ImageStage({ label, size, children, note }: ImageStageProps) {
  const [zoom, setZoom] = useState<Zoom>('fit');
  const stage = useRef<HTMLDivElement>(null);
  const step = (factor: number) =>
    setZoom((current) => within((current === 'fit' ? shownScale(stage.current, size) : current) * factor));

  useEffect(() => {
    const element = stage.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const factor = event.deltaY < 0 ? 1.25 : 0.8;
      setZoom((current) => within((current === 'fit' ? shownScale(element, size) : current) * factor));
    };
    // React's own listeners are passive and cannot keep the window from zooming.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [size]);

  const isSized = zoom !== 'fit' && size !== null;
  const isEnlarged =
    zoom === 'fit' ? size !== null && Math.max(size.width, size.height) < smallSide : zoom > 1;
  return (
    <ViewFrame
      bar={
        <>
          <Segments
            label="Size of the image"
            value={zoom === 'fit' ? 'fit' : zoom === 1 ? 'actual' : 'other'}
            onChange={(next) => setZoom(next === 'fit' ? 'fit' : 1)}
            options={[
              { value: 'fit', label: 'Fit' },
              { value: 'actual', label: '100 %' },
            ]}
          />
          <IconButton size="small" label="Smaller" icon={<Minus size={14} />} onClick={() => step(1 / 1.5)} />
          <IconButton size="small" label="Larger" icon={<Plus size={14} />} onClick={() => step(1.5)} />
          {size !== null && (
            <span>
              {size.width} × {size.height} px
              {isSized && zoom !== 1 && ` at ${Math.round(zoom * 100)} %`}
            </span>
          )}
          {note}
        </>
      }
    >
      <section
        ref={stage}
        className={styles.stage}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.key === '+' || event.key === '=') step(1.5);
          else if (event.key === '-') step(1 / 1.5);
          else if (event.key === '0') setZoom('fit');
          else return;
          event.preventDefault();
        }}
      >
        {children({
          style: isSized ? { width: size.width * zoom, height: size.height * zoom } : {},
          className: classNames(zoom === 'fit' && styles.fitted, isEnlarged && styles.enlarged),
        })}
      </section>
    </ViewFrame>
  );
}
