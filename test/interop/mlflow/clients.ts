import { mlflowPackages, mlflowVersion } from '../../support/mlflow-server.ts';

/** A client of MLflow that people have installed, in an environment as small as its libraries let it be. */
export interface Client {
  readonly name: string;
  readonly packages: readonly string[];
  /** Modules of `golden/`, in the order in which they run. */
  readonly scenarios: readonly string[];
}

const everywhere = [
  'experiments',
  'runs',
  'search',
  'datasets',
  'artifacts',
  'flavors',
  'autologging',
  'registry',
] as const;

/** The newest first, then earlier ones, and the newest beside the libraries that need gigabytes. */
export const clients: readonly [newest: Client, ...others: Client[]] = [
  {
    name: mlflowVersion,
    packages: mlflowPackages,
    scenarios: [...everywhere, 'logged_models', 'traces', 'habits', 'evaluations'],
  },
  {
    name: '2.22.5',
    packages: [
      'mlflow-skinny==2.22.5',
      'numpy==2.4.6',
      'pandas==2.3.3',
      'scikit-learn==1.6.1',
      'lightgbm==4.7.0',
      'xgboost-cpu==2.1.4',
      'onnx==1.17.0',
      'skl2onnx==1.20.0',
      'onnxruntime==1.32.0',
      // Its spans do not end with newer ones.
      'opentelemetry-sdk==1.33.1',
    ],
    // Traces came with MLflow 2.14.
    scenarios: [...everywhere, 'earlier_traces'],
  },
  {
    name: '2.9.2',
    packages: [
      'mlflow-skinny==2.9.2',
      'numpy==1.26.4',
      'pandas==2.2.3',
      'scikit-learn==1.3.2',
      'lightgbm==4.7.0',
      'xgboost-cpu==2.1.4',
      'onnx==1.16.2',
      'skl2onnx==1.16.0',
      'onnxruntime==1.19.2',
      // Imported by it, and no longer part of every environment.
      'setuptools==69.5.1',
    ],
    scenarios: everywhere,
  },
  {
    name: `${mlflowVersion} with Lightning and Keras`,
    packages: [
      `mlflow-skinny==${mlflowVersion}`,
      'numpy==2.4.6',
      'pandas==3.1.1',
      'torch==2.15.0',
      'lightning==2.6.6',
      'keras==3.15.1',
      'jax==0.10.2',
    ],
    scenarios: ['deep_learning'],
  },
];
