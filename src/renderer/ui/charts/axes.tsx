import { shortenedLabel } from '../../../shared/charts/shortened-label.ts';

/** What every axis has in common: no line, faint ticks, small figures. */
export const axisLook = {
  tickLine: false,
  axisLine: { stroke: 'var(--border)' },
  tick: { fill: 'var(--muted)', fontSize: 11 },
  minTickGap: 24,
} as const;

export const gridLook = { stroke: 'var(--grid)', strokeWidth: 1 } as const;

/** Letters of names along the axes; the title around the chart has them whole. */
const longestX = 80;
const longestY = 36;

export const xLabelOf = (text: string | undefined) =>
  text === undefined
    ? (false as const)
    : {
        value: shortenedLabel(text, longestX, 'end'),
        position: 'insideBottomRight' as const,
        offset: -4,
        fill: 'var(--muted)',
        fontSize: 11,
      };

export const yLabelOf = (text: string | undefined) =>
  text === undefined
    ? (false as const)
    : {
        value: shortenedLabel(text, longestY, 'end'),
        angle: -90,
        position: 'insideLeft' as const,
        style: { textAnchor: 'middle' as const },
        fill: 'var(--muted)',
        fontSize: 11,
      };

export const cursorLook = { stroke: 'var(--border-strong)', strokeWidth: 1 } as const;
export const bandCursor = { fill: 'var(--hover)', opacity: 0.6 } as const;
