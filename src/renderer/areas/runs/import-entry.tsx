import { navigate, useOfferActions } from '../../app/index.ts';
import { useQuery } from '../../client/index.ts';
import { Button, countOf } from '../../ui/index.ts';

const open = () => navigate({ area: 'runs', id: 'import' });

/** The way to runs of other tools: in the toolbar, and in the palette. While there are no runs here it says what was found. */
export function ImportEntry({ isEmpty }: { isEmpty: boolean }) {
  useOfferActions([
    { id: 'runs.import', title: 'Import runs…', keywords: 'mlflow wandb tensorboard neptune', run: open },
  ]);
  const found = useQuery('foreignRuns.find', {}, { enabled: isEmpty });
  const sources = isEmpty ? (found.data?.sources ?? []) : [];
  return (
    <Button onClick={open}>
      {sources.length === 0
        ? 'Import runs…'
        : `Import runs from ${sources.length === 1 ? sources[0]?.title : countOf(sources.length, 'source')}…`}
    </Button>
  );
}
