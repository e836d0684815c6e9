import { useRoute } from '../../app/index.ts';
import { ExportList } from './export-list.tsx';
import { ExportPage } from './export-page.tsx';

/** What will the cluster get? */
export function Screen() {
  const { id } = useRoute();
  return id === undefined ? <ExportList /> : <ExportPage key={id} id={id} />;
}
