// Makes the sample project's data from the Telco customer churn data set: `node scripts/make-samples.mjs`. The same input gives the
// same files, byte for byte. What it does to the last month is written down in resources/samples/telco-churn/README.md.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(root, 'test', 'fixtures', 'data', 'telco-churn.csv.gz');
const target = join(root, 'resources', 'samples', 'telco-churn', 'data');
const laterMonthRows = 800;

/** Mulberry32: a small generator of uniform numbers in [0, 1), the same on every machine. */
const createRandom = (seed) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

const shuffled = (rows, random) => {
  const result = [...rows];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other], result[last]];
  }
  return result;
};

/** The world moves: a price rise, a new way to pay, shorter contracts, a gap in billing data, and dearer customers who leave. */
const drift = (rows, random) =>
  rows.map((row) => {
    const moved = { ...row };
    const raised = Number(row.monthly_charges) * 1.12;
    moved.monthly_charges = raised.toFixed(2);
    if (row.contract === 'One year' && random() < 0.4) moved.contract = 'Month-to-month';
    if (row.payment_method === 'Electronic check' && random() < 0.3) moved.payment_method = 'Digital wallet';
    if (random() < 0.05) moved.total_charges = '';
    if (row.churn === 'No' && moved.contract === 'Month-to-month' && raised > 75 && random() < 0.3)
      moved.churn = 'Yes';
    return moved;
  });

const [header = '', ...lines] = gunzipSync(readFileSync(source)).toString('utf8').trim().split('\n');
const columns = header.trim().split(',');
const rows = lines.map((line) =>
  Object.fromEntries(
    line
      .trim()
      .split(',')
      .map((value, index) => [columns[index], value]),
  ),
);
const random = createRandom(20260101);
const order = shuffled(rows, random);

const write = (name, part) => {
  const text = [columns.join(','), ...part.map((row) => columns.map((column) => row[column]).join(','))].join(
    '\n',
  );
  writeFileSync(join(target, `${name}.csv`), `${text}\n`);
  console.log(
    `${name}: ${part.length} rows, churn ${((part.filter(({ churn }) => churn === 'Yes').length / part.length) * 100).toFixed(1)} %`,
  );
};

mkdirSync(target, { recursive: true });
const trainRows = order.length - 3 * laterMonthRows;
write('customers-train', order.slice(0, trainRows));
for (const month of [1, 2, 3]) {
  const part = order.slice(trainRows + (month - 1) * laterMonthRows, trainRows + month * laterMonthRows);
  write(`customers-2026-0${month}`, month === 3 ? drift(part, random) : part);
}
