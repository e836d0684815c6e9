import { navigate } from '../../app/index.ts';
import { call, showError, useCommand } from '../../client/index.ts';
import { toast } from '../../ui/index.ts';

/** "/data/new.csv" → "new-predicted.csv" */
const resultName = (path: string) =>
  (path.split(/[\\/]/).at(-1) ?? 'data.csv').replace(
    /(\.[^.]+)?$/,
    (ending) => `-predicted${ending || '.csv'}`,
  );

/** Asks for a file to read and one to write, and predicts every row as a job. */
export function usePredictFile() {
  const predict = useCommand('serving.predictFile', { failure: 'The file could not be predicted' });
  const run = async (model: string) => {
    try {
      const data = await call('shell.chooseFile', { title: 'Choose the data to predict', kinds: ['data'] });
      if (data.path === null) return;
      const suggestedName = resultName(data.path);
      const out = await call('shell.chooseSaveFile', { title: 'Save the predictions as', suggestedName });
      if (out.path === null) return;
      // The system's own dialog has asked already whether an existing file may be replaced.
      const answer = await predict.run({ model, data: data.path, out: out.path, overwrite: true });
      if (answer === undefined) return;
      toast({
        meaning: 'info',
        title: `Predicting with ${model}`,
        action: { label: 'Follow', onClick: () => navigate({ area: 'jobs', id: answer.jobId }) },
      });
    } catch (thrown) {
      showError('No file could be chosen', thrown);
    }
  };
  return { run, isRunning: predict.isRunning };
}
