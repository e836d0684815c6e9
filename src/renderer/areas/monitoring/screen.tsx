import { useRoute } from '../../app/index.ts';
import { ReportList } from './report-list.tsx';
import { ReportPage } from './report-page.tsx';

/** Has the world moved? */
export function Screen() {
  const { id } = useRoute();
  return id === undefined ? <ReportList /> : <ReportPage key={id} id={id} />;
}
