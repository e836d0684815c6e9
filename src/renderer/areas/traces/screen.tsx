import { useRoute } from '../../app/index.ts';
import { TracePage } from './trace-page.tsx';
import { TracesPage } from './traces-page.tsx';

/** What did each request do, and where did it fail? The id is a trace, `search.span` one of its spans. */
export function Screen() {
  const { id } = useRoute();
  return id === undefined ? <TracesPage /> : <TracePage key={id} id={id} />;
}
