// Divides the Telco churn rows into the sample project's training part and three later months, the last of them drifted.
// Usage: node scripts/make-samples.ts PATH_TO_telco-churn.csv   (the same input always gives the same bytes)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const seed = 20260101;
const monthRows = 939;
const months = ['2026-01', '2026-02', '2026-03'] as const;
const target = join(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  'resources',
  'samples',
  'telco-churn',
  'data',
);

/** Mulberry32 (Ettinger 2017): 32 bits of state, uniform in [0, 1). */
const seededRandom = (start: number): (() => number) => {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const shuffled = <Item>(items: readonly Item[], random: () => number): Item[] => {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
};

type Customer = Record<string, string>;

/** What changed in March 2026; documented with numbers in the sample's README. */
const drifted = (customer: Customer, random: () => number): Customer => {
  const next = { ...customer };
  // Prices rose by 12 %.
  next.monthly_charges = (Number(customer.monthly_charges) * 1.12).toFixed(2);
  // An offer moved long contracts to monthly ones.
  const leavesContract = random();
  if (customer.contract === 'One year' && leavesContract < 0.5) next.contract = 'Month-to-month';
  if (customer.contract === 'Two year' && leavesContract < 0.3) next.contract = 'Month-to-month';
  // A way to pay that did not exist before.
  if (random() < 0.15) next.payment_method = 'Digital wallet';
  // An export that lost some totals.
  if (random() < 0.08) next.total_charges = '';
  // Why customers leave: the price for old customers with large bills, no longer being new.
  const whim = random();
  const isLoyal = Number(customer.tenure) > 24 && Number(next.monthly_charges) > 80;
  const isNew = Number(customer.tenure) <= 12 && customer.contract === 'Month-to-month';
  if (isLoyal && whim < 0.4) next.churn = 'Yes';
  if (isNew && whim < 0.4) next.churn = 'No';
  return next;
};

const source = process.argv[2];
if (source === undefined) throw new Error('Name the file telco-churn.csv.');
// No value of this file is quoted or holds a comma.
const [header = '', ...lines] = readFileSync(source, 'utf8').trimEnd().split('\n');
const names = header.split(',');
const customers = lines.map((line): Customer => {
  const values = line.split(',');
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
});

const write = (name: string, rows: readonly Customer[]): void => {
  const text = rows.map((row) => names.map((column) => row[column]).join(','));
  writeFileSync(join(target, name), `${[header, ...text].join('\n')}\n`);
};

mkdirSync(target, { recursive: true });
const random = seededRandom(seed);
const rows = shuffled(customers, random);
const trainingRows = rows.length - months.length * monthRows;
write('customers-train.csv', rows.slice(0, trainingRows));
for (const [index, month] of months.entries()) {
  const start = trainingRows + index * monthRows;
  const part = rows.slice(start, start + monthRows);
  write(`customers-${month}.csv`, month === '2026-03' ? part.map((row) => drifted(row, random)) : part);
}
