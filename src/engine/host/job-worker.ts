// The process of one attempt of one job. Built to out/engine/job-worker.js and started by the job queue.
import { createDuckDbTableReader, type DuckDbTableReader } from '../adapters/duckdb/duckdb-table-reader.ts';
import { createOnnxRuntime } from '../adapters/onnx/create-onnx-runtime.ts';
import { serveJobWorker, type WorkerParts } from '../jobs/serve-job-worker.ts';
import type { ModelRuntime } from '../ports/model-runtime.ts';
import { endWithParent } from './end-with-parent.ts';
import { programOf } from './job-programs.ts';
import { createLazyContainers } from './lazy-containers.ts';
import { createLazyForeignRuns } from './lazy-foreign-runs.ts';

const toolsFor: WorkerParts['toolsFor'] = ({ stagingFolder }) => {
  let data: DuckDbTableReader | undefined;
  let models: ModelRuntime | undefined;
  const openData = (): DuckDbTableReader => {
    // Beside the job's own files, so that it is removed with them when this process is killed.
    data ??= createDuckDbTableReader({ temporaryFolder: stagingFolder });
    return data;
  };
  return {
    get data() {
      return openData();
    },
    get models() {
      models ??= createOnnxRuntime();
      return models;
    },
    containers: createLazyContainers(),
    foreignRuns: createLazyForeignRuns({ parquet: openData }),
  };
};

endWithParent();
serveJobWorker({ programOf, toolsFor });
