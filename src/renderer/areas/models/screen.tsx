import { useRoute } from '../../app/index.ts';
import { ModelList } from './model-list.tsx';
import { ModelPage } from './model-page.tsx';

/** What is in production, and since when? */
export function Screen() {
  const { id } = useRoute();
  return id === undefined ? <ModelList /> : <ModelPage key={id} name={id} />;
}
