import { useNavigation, useRoute } from '../../app/index.ts';
import { AddPage } from './add-page.tsx';
import { DatasetList } from './dataset-list.tsx';
import { DatasetPage } from './dataset-page.tsx';

/** What do I have, and can I trust it? `search.add` is a file on its way in; the id is a dataset, `name` or `name@3`. */
export function Screen() {
  const { id, search } = useRoute();
  const replace = useNavigation((state) => state.replace);
  if (search?.add !== undefined)
    return (
      <AddPage
        key={search.add}
        path={search.add}
        onClose={() => replace({ area: 'data' })}
        onAdded={(version) => replace({ area: 'data', id: `${version.dataset}@${version.version}` })}
      />
    );
  return id === undefined ? <DatasetList /> : <DatasetPage key={id} reference={id} />;
}
