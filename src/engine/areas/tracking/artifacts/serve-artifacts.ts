import type { WorkContext } from '../../../ports/data-engine.ts';
import type { Hdf5File, Hdf5Reader } from '../../../ports/hdf5-reader.ts';
import { createBoundedCache } from '../curves/bounded-cache.ts';
import { openArrowTable } from './arrow/open-arrow-table.ts';
import type { ArtifactMethods, IndexedFile, LookedAt } from './artifact-methods.ts';
import { type ByteSource, withPart } from './byte-source.ts';
import type { IndexedTable } from './indexed-table.ts';
import { describeObject, mostObjects, readDatasetStatistics, readWindow } from './read-hdf5.ts';
import { saying } from './unreadable.ts';
import { openSheetTable } from './workbook/open-sheet.ts';
import { openWorkbook } from './workbook/open-workbook.ts';

const mostHeldBytes = 512 * 2 ** 20;

/** What the artifact worker does. Tables stay open for the next window of rows. */
export const serveArtifacts = ({ hdf5 }: { hdf5: Hdf5Reader }): ArtifactMethods => {
  const opened = createBoundedCache<IndexedTable>(mostHeldBytes);

  const tableOf = async (
    source: ByteSource,
    { format, part, modifiedAtMs, sheet }: IndexedFile,
    context: WorkContext,
  ): Promise<IndexedTable> => {
    const name = JSON.stringify([part, modifiedAtMs, sheet]);
    const known = opened.get(name);
    if (known !== undefined) return known;
    const table =
      format === 'arrow'
        ? await openArrowTable(source, context)
        : await openSheetTable(source, sheet, context);
    opened.set(name, table, table.heldBytes);
    return table;
  };

  const withTable = <Result>(
    file: IndexedFile,
    context: WorkContext,
    work: (table: IndexedTable, source: ByteSource) => Promise<Result>,
  ): Promise<Result> =>
    saying(file.path, () =>
      withPart(file.part, async (source) => work(await tableOf(source, file, context), source)),
    );
  const withHdf5 = <Result>({ path, part }: LookedAt, work: (file: Hdf5File) => Promise<Result>) =>
    saying(path, () => hdf5.withFile(part, work));

  return {
    openTable: (file, context = {}) =>
      withTable(file, context, async ({ columns, rowCount, warnings }) => ({
        ...{ columns, rowCount },
        warnings: [...warnings],
      })),
    tableRows: ({ offset, limit, ...file }, context = {}) =>
      withTable(file, context, (table, source) => table.rows(source, { offset, limit })),
    sheets: ({ path, part }) =>
      saying(path, () => withPart(part, async (source) => [...(await openWorkbook(source)).sheets])),
    hdf5Objects: (looked) => withHdf5(looked, async (file) => file.list(mostObjects)),
    hdf5Object: ({ object, ...looked }) => withHdf5(looked, async (file) => describeObject(file, object)),
    hdf5Statistics: ({ object, ...looked }, context = {}) =>
      withHdf5(looked, (file) => readDatasetStatistics(file, object, context)),
    hdf5Rows: ({ object, path, part, ...window }) =>
      withHdf5({ path, part }, async (file) => readWindow(file, object, window)),
  };
};
