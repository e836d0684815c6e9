/** Everything that stands on Recharts: a chunk of its own, so that the window can be used before it is loaded. */
export { BarDrawing } from './bar-drawing.tsx';
export { BoxDrawing } from './box-drawing.tsx';
export { GroupBarsDrawing } from './group-bars-drawing.tsx';
export { HistogramDrawing } from './histogram-drawing.tsx';
export { LineDrawing } from './line-drawing.tsx';
export { OverlayDrawing } from './overlay-drawing.tsx';
export { ReliabilityDrawing } from './reliability-drawing.tsx';
export { RunScatterDrawing } from './run-scatter-drawing.tsx';
export { ScatterDrawing } from './scatter-drawing.tsx';
export { SurfaceDrawing } from './surface-drawing.tsx';
