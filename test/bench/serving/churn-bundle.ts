import { join } from 'node:path';
import { describeSignature } from '../../../src/engine/core/learning/describe-signature.ts';
import { fitGbdt } from '../../../src/engine/core/learning/gbdt/fit-gbdt.ts';
import { readCsv } from '../../support/read-csv.ts';
import { writeBundle } from '../../support/tiny-models.ts';
import { fixtureFolder } from '../training/data-sets.ts';

/** Trees with default settings on the churn data: what a user of the tour serves. Answers the signature. */
export async function writeChurnBundle(folder: string) {
  const table = readCsv(join(fixtureFolder, 'telco-churn.csv.gz'));
  const trainRows = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const model = await fitGbdt({ table, target: 'churn', task: 'binary', trainRows, parameters: {}, seed: 1 });
  const signature = describeSignature({ model, table, rows: trainRows });
  await writeBundle(folder, { bytes: model.toOnnx({ signature }), signature });
  return signature;
}
