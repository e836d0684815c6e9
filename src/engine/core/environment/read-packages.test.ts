import { expect, it } from 'vitest';
import { readPackages } from './read-packages.ts';

it('names packages as PEP 503 does, with the version or the condition', () => {
  const text =
    '# made by hand\nScikit_Learn==1.5.2\nmlflow[extras]==3.1 ; python_version > "3.8"\n-r other.txt\nnumpy>=1,<3  # both\npip\n';
  expect(readPackages('model/requirements.txt', text)).toEqual({
    'scikit-learn': '1.5.2',
    mlflow: '3.1',
    numpy: '>=1,<3',
    pip: 'any',
  });
});

it('finds the Python of an MLflow environment', () => {
  expect(readPackages('model/python_env.yaml', 'python: 3.11.4\nbuild_dependencies:\n- pip==24\n')).toEqual({
    python: '3.11.4',
  });
});

it('reads environments of conda, with what pip installs in them', () => {
  const text = `channels:
- conda-forge
dependencies:
- python=3.11.4
- conda-forge::cudatoolkit=11.8.0=h4ba93d1_13
- pip<=24.0
- pip:
  - mlflow==3.1
  - "torch==2.3.0+cu121"
name: mlflow-env
prefix: /opt/conda
`;
  expect(readPackages('model/conda.yaml', text)).toEqual({
    python: '3.11.4',
    cudatoolkit: '11.8.0',
    pip: '<=24.0',
    mlflow: '3.1',
    torch: '2.3.0+cu121',
  });
});
