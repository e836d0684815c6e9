import { useRoute } from '../../app/index.ts';
import { TrainForm } from './train-form.tsx';
import { TrainingPage } from './training-page.tsx';

/** How do I get a model? `search.dataset` is what to train on; the id is a run that is being trained, or was. */
export function Screen() {
  const { id, search } = useRoute();
  return id === undefined ? (
    <TrainForm key={search?.dataset} wanted={search?.dataset} />
  ) : (
    <TrainingPage key={id} runId={id} />
  );
}
