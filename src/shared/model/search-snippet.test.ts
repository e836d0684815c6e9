import { expect, it } from 'vitest';
import { searchSnippet } from './search-snippet.ts';

const found = { address: 'http://127.0.0.1:5001', experiment: null, ids: ['aa', 'bb'] };

it('writes the filter where MLflow can say it', () => {
  const text = searchSnippet({
    ...found,
    experiment: 'my "own"',
    filter: "metrics.auc > 0.8 and params.a = 'b'",
  });
  expect(text).toContain('mlflow.set_tracking_uri("http://127.0.0.1:5001")');
  expect(text).toContain('experiment_names=["my \\"own\\""]');
  expect(text).toContain('filter_string="metrics.`auc` > 0.8 AND params.`a` = \'b\'"');
  expect(text).not.toContain('aa');
});

it('names the runs where it cannot, or where they were chosen, and says why', () => {
  const text = searchSnippet({ ...found, filter: 'metrics.auc > 0.8\nor  metrics.auc < 0.1' });
  expect(text).toContain(
    '# The filter says more than MLflow’s language can: metrics.auc > 0.8 or metrics.auc < 0.1',
  );
  expect(text).toContain('    "aa",\n    "bb",');
  expect(searchSnippet({ ...found, filter: null })).not.toContain('#  The filter');
});

it('says that the server is off', () => {
  expect(searchSnippet({ ...found, address: null, filter: '' })).toContain('# Switch the tracking server on');
});
