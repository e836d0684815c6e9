import { Download } from 'lucide-react';
import { type RefObject, useContext } from 'react';
import { IconButton } from '../controls/button.tsx';
import { fileNameOf } from '../file-name.ts';
import { DropdownMenu } from '../overlay/menu.tsx';
import { toast } from '../overlay/toast.tsx';
import { type ChartFile, ChartSaving } from './chart-saving.ts';
import type { LegendEntry } from './frame-parts.ts';
import type { PaperCopy } from './paper-copy.ts';
import { drawingOf, pictureOf, type SavedDrawing } from './save-chart.ts';

type Format = ChartFile['content']['format'];

/** Saves a chart as PNG, SVG, PDF or CSV. */
export function SaveMenu({
  title,
  host,
  onPaper,
  csv,
  legend = [],
  count,
}: {
  title: string;
  /** Holds the drawing. */
  host: RefObject<Element | null>;
  onPaper: PaperCopy['take'];
  csv: () => string;
  /** What stands below the drawing: its colours, and how many points it shows. */
  legend?: readonly LegendEntry[] | undefined;
  count: string;
}) {
  const saveChart = useContext(ChartSaving);

  const drawn = (element: Element | null, isOnPaper: boolean): SavedDrawing => {
    const drawing = element && drawingOf(element, { title, legend, count }, { isOnPaper });
    if (drawing === null) throw new Error('The chart has not been drawn yet. Try again in a moment.');
    return drawing;
  };
  const contents: { readonly [Name in Format]: () => Promise<ChartFile['content']> } = {
    png: async () => ({ format: 'png', base64: await pictureOf(drawn(host.current, false)) }),
    svg: async () => ({ format: 'svg', text: drawn(host.current, false).svg }),
    pdf: async () => ({ format: 'pdf', ...(await onPaper((element) => drawn(element, true))) }),
    csv: async () => ({ format: 'csv', text: csv() }),
  };
  const save = async (format: Format) => {
    try {
      const content = await contents[format]();
      await saveChart({ title, suggestedName: `${fileNameOf(title, 'chart')}.${format}`, content });
    } catch (thrown) {
      toast({
        meaning: 'bad',
        title: 'The chart could not be saved',
        detail: thrown instanceof Error ? thrown.message : String(thrown),
      });
    }
  };
  const entry = (label: string, format: Format) => ({ label, onSelect: () => void save(format) });
  return (
    <DropdownMenu
      align="end"
      trigger={<IconButton size="small" label={`Save the chart: ${title}`} icon={<Download size={14} />} />}
      entries={[
        entry('Save as PNG…', 'png'),
        entry('Save as SVG…', 'svg'),
        entry('Save as PDF…', 'pdf'),
        'separator',
        entry('Save as CSV…', 'csv'),
      ]}
    />
  );
}
