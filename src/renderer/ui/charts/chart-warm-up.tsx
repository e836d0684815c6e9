import { useEffect, useState } from 'react';
import { whenAtRest } from '../when-at-rest.ts';
import styles from './chart.module.css';
import { useDrawings } from './use-drawings.ts';

/**
 * Draws a chart out of sight while nobody waits for anything, and is gone. The first drawing of all has to load and compile
 * the code of every later one, which takes twice as long as the drawing itself.
 */
export function ChartWarmUp() {
  const [state, setState] = useState<'waiting' | 'drawing' | 'over'>('waiting');
  useEffect(() => whenAtRest(() => setState('drawing')), []);
  return state === 'drawing' ? <HiddenChart onDrawn={() => setState('over')} /> : null;
}

const line = { id: 'warm-up', label: '', style: { color: 'currentColor', dash: undefined } };
const points = [0, 1].map((x) => ({ x, y: x }));
const series = [{ ...line, points, finite: points, drawn: points }];

function HiddenChart({ onDrawn }: { onDrawn: () => void }) {
  const drawings = useDrawings();
  useEffect(() => {
    if (drawings === null) return;
    // Recharts measures and draws again within a few frames; gone before that, half of its code would still be cold.
    const handle = requestIdleCallback(onDrawn);
    return () => cancelIdleCallback(handle);
  }, [drawings, onDrawn]);
  return drawings === null ? null : (
    <div className={styles.hidden} aria-hidden="true">
      <drawings.LineDrawing
        {...{ series, width: 400, height: 200, xLabel: 'x', isCrowd: false, hasEndLabels: true }}
      />
    </div>
  );
}
