/** Excel workbooks that we write, read by openpyxl, by pandas, and by calamine, a reader of its own in Rust. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRunExportsArea } from '../../src/engine/areas/tracking/create-run-exports-area.ts';
import { createRunListsArea } from '../../src/engine/areas/tracking/create-run-lists-area.ts';
import { logPoints } from '../../src/engine/store/run-metrics.ts';
import { runExportsContract } from '../../src/shared/contract/run-exports.ts';
import { callContext, openTestProject } from '../support/project-services.ts';
import { ensurePython, runPython } from '../support/python.ts';
import { addRun } from '../support/run-store.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const packages = ['openpyxl==3.1.5', 'pandas==2.3.3', 'python-calamine==0.5.4'];

const id = (number: number): string => number.toString(16).padStart(32, '0');
const exact = [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623155e308, -1e-5 / 3, 2 ** 53 - 1, 2 ** 60, 1e-300, 0];
const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const texts = ['=1+1', '+1', '@SUM(A1)', '<b>&"\'', 'a\nb\r\nc', ' blanks ', '12e4', '', '☃ \u{1f600}'];

const save = async () => {
  const services = openTestProject();
  for (const [place, value] of [...exact, ...special].entries()) {
    addRun(services.store, {
      id: id(place + 1),
      name: `run ${place}`,
      startedAtMs: Date.UTC(2026, 1, 3, 4, 5, 6, 700 + place),
      endedAtMs: Date.UTC(2026, 1, 3, 4, 5, 8, 200 + place),
      parameters: {
        ...(place !== 3 && { lr: place === 1 ? '1e-05' : String(place / 7) }),
        mixed: place === 0 ? 'auto' : String(place),
        big: '9007199254740993',
        text: texts[place] ?? 'x'.repeat(40_000),
      },
    });
    services.store.write((writer) =>
      logPoints(writer, id(place + 1), [{ key: 'loss', value, step: 0, timestampMs: 0 }]),
    );
  }
  const { tableOf } = createRunListsArea(services);
  const { handlers } = createRunExportsArea(services, tableOf);
  const out = join(temporaryFolder(), 'runs.xlsx');
  const columns = ['metrics.loss', 'params.lr', 'params.mixed', 'params.big', 'params.text', 'start_time'];
  const runs = [...exact, ...special].map((_, place) => id(place + 1));
  const input = { runs, columns: [...columns, 'duration'], format: 'xlsx', out };
  return handlers['runs.saveTable'](runExportsContract['runs.saveTable'].input.parse(input), callContext());
};

const code = `
import json, math, struct, sys
import openpyxl, pandas
from python_calamine import CalamineWorkbook
path = sys.argv[1]
bits = lambda value: struct.pack('>d', float(value)).hex()
sheet = openpyxl.load_workbook(path)['Runs']
rows = list(sheet.iter_rows(min_row=2))
column = lambda place: [row[place] for row in rows]
frame = pandas.read_excel(path)
calamine = CalamineWorkbook.from_path(path).get_sheet_by_name('Runs').to_python()
print(json.dumps({
  'header': [cell.value for cell in sheet[1]],
  'frozen': sheet.freeze_panes,
  'filter': sheet.auto_filter.ref,
  'losses': [bits(cell.value) for cell in column(2)[:9]],
  'lossTypes': [cell.data_type for cell in column(2)],
  'notNumbers': [cell.value for cell in column(2)[9:]],
  'lr': [cell.value if cell.value is None else bits(cell.value) for cell in column(3)],
  'mixed': [cell.value for cell in column(4)][:3],
  'big': column(5)[0].value,
  'texts': [cell.value for cell in column(6)],
  'formulas': sum(cell.data_type == 'f' for row in rows for cell in row),
  'times': [[cell.is_date, cell.value.isoformat(timespec='milliseconds')] for cell in column(7)][:2],
  'durations': [cell.value for cell in column(8)][:2],
  'frame': {'dtypes': [str(each) for each in frame.dtypes], 'losses': [bits(value) for value in frame['metrics.loss']]},
  'calamine': {'losses': [bits(row[2]) for row in calamine[1:10]], 'texts': [row[6] for row in calamine[1:10]], 'time': calamine[1][7].isoformat(timespec='milliseconds')},
}))
`;

const bitsOf = (value: number): string => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
};

test('numbers are bit for bit the same, dates are dates, and no text is a formula', async () => {
  const saved = await save();
  expect(saved.notes).toEqual([expect.stringContaining('are cut')]);
  const read = JSON.parse(
    await runPython({ interpreter: await ensurePython(packages), code, arguments: [saved.out] }),
  );
  expect(read.header).toEqual([
    ...['run_id', 'name', 'metrics.loss', 'params.lr', 'params.mixed', 'params.big', 'params.text'],
    ...['start_time', 'duration'],
  ]);
  expect([read.frozen, read.filter]).toEqual(['A2', `A1:I${saved.rows + 1}`]);
  expect(read.losses).toEqual(exact.map(bitsOf));
  expect(read.lossTypes).toEqual([...exact.map(() => 'n'), 's', 's', 's']);
  expect(read.notNumbers).toEqual(['NaN', 'inf', '-inf']);
  expect(read.lr.slice(0, 5)).toEqual([bitsOf(0), bitsOf(1e-5), bitsOf(2 / 7), null, bitsOf(4 / 7)]);
  expect(read.mixed).toEqual(['auto', '1', '2']);
  expect(read.big).toBe('9007199254740993');
  const expected = texts.map((text) => (text === '' ? expect.toBeOneOf(['', null]) : text));
  expect(read.texts.slice(0, texts.length)).toEqual(expected);
  expect(read.texts.at(-1)).toHaveLength(32_767);
  expect(read.formulas).toBe(0);
  expect(read.times).toEqual([
    [true, '2026-02-03T04:05:06.700'],
    [true, '2026-02-03T04:05:06.701'],
  ]);
  expect(read.durations).toEqual([1.5, 1.5]);
  expect(read.frame.dtypes.slice(2, 4)).toEqual(['float64', 'float64']);
  expect(read.frame.dtypes[7]).toBe('datetime64[ns]');
  expect(read.frame.losses).toEqual([...exact, ...special].map((value) => expect.toSatisfy(same(value))));
  expect(read.calamine.losses).toEqual(exact.map(bitsOf));
  expect(read.calamine.texts).toEqual(texts);
  expect(read.calamine.time).toBe('2026-02-03T04:05:06.700');
});

/** A NaN is one whatever its other bits. */
const same = (value: number) => (bits: string) => Object.is(Buffer.from(bits, 'hex').readDoubleBE(), value);
