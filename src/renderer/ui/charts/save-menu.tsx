import { Download } from 'lucide-react';
import type { RefObject } from 'react';
import { IconButton } from '../controls/button.tsx';
import { DropdownMenu } from '../overlay/menu.tsx';
import { toast } from '../overlay/toast.tsx';
import type { LegendEntry } from './frame-parts.ts';
import { drawingOf, fileNameOf, pictureOf, type SavedDrawing, saveFile } from './save-chart.ts';

/** Saves a chart as PNG, SVG or CSV. */
export function SaveMenu({
  title,
  host,
  csv,
  legend = [],
  count,
}: {
  title: string;
  /** Holds the drawing. */
  host: RefObject<Element | null>;
  csv: () => string;
  /** What stands below the drawing: its colours, and how many points it shows. */
  legend?: readonly LegendEntry[] | undefined;
  count: string;
}) {
  const save = async (ending: string, contentOf: (drawing: SavedDrawing) => Promise<Blob> | Blob) => {
    const drawing = host.current && drawingOf(host.current, { title, legend, count });
    if (drawing === null) return;
    try {
      saveFile(`${fileNameOf(title)}.${ending}`, await contentOf(drawing));
    } catch (thrown) {
      toast({ meaning: 'bad', title: 'The chart could not be saved', detail: String(thrown) });
    }
  };
  return (
    <DropdownMenu
      align="end"
      trigger={<IconButton size="small" label={`Save the chart: ${title}`} icon={<Download size={14} />} />}
      entries={[
        { label: 'Save as PNG', onSelect: () => void save('png', pictureOf) },
        {
          label: 'Save as SVG',
          onSelect: () => void save('svg', ({ svg }) => new Blob([svg], { type: 'image/svg+xml' })),
        },
        {
          label: 'Save as CSV',
          onSelect: () =>
            saveFile(`${fileNameOf(title)}.csv`, new Blob([csv()], { type: 'text/csv;charset=utf-8' })),
        },
      ]}
    />
  );
}
