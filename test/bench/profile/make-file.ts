import { DuckDBInstance } from '@duckdb/node-api';

const numbers = Array.from(
  { length: 12 },
  (_, index) => `round(random() * ${1000 * (index + 1)}, ${index % 4}) AS number_${index}`,
);
const integers = Array.from(
  { length: 3 },
  (_, index) => `CAST(random() * 100000 AS INTEGER) AS integer_${index}`,
);
const texts = Array.from(
  { length: 4 },
  (_, index) => `'value ' || CAST(random() * ${10 ** (index + 1)} AS INTEGER) AS text_${index}`,
);

/** Writes a CSV file of 20 columns: 12 of decimals, 3 of integers, 4 of texts with 10 to 10,000 values, and a date. Seeded. */
export const makeFile = async (path: string, rows: number): Promise<void> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run('SELECT setseed(0.5)');
  const columns = [
    ...numbers,
    ...integers,
    ...texts,
    `DATE '2020-01-01' + CAST(random() * 1000 AS INTEGER) AS day`,
  ];
  await connection.run(
    `COPY (SELECT ${columns.join(', ')} FROM range(${rows})) TO '${path.replaceAll("'", "''")}' (HEADER true)`,
  );
  connection.closeSync();
  instance.closeSync();
};
