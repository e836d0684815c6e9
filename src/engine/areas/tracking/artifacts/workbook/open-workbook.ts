import type { Sheet } from '../../../../../shared/model/artifact-content.ts';
import type { NumberMeaning } from '../../../../core/artifacts/spreadsheet/number-format.ts';
import { WorkbookFormatError } from '../../../../core/artifacts/spreadsheet/workbook-format-error.ts';
import {
  type Relation,
  readRelations,
  readStyles,
  readWorkbook,
} from '../../../../core/artifacts/spreadsheet/workbook-parts.ts';
import type { ZipEntry } from '../../../../core/artifacts/zip-directory.ts';
import type { ByteSource } from '../byte-source.ts';
import { readEntries, unpackedParts } from '../zip-entries.ts';

/** Parts beside the sheets and their texts are some kilobytes. */
const largestPart = 16 * 2 ** 20;
const mostSheets = 1000;

export interface OpenWorkbook {
  readonly sheets: readonly Sheet[];
  readonly is1904: boolean;
  readonly meanings: readonly NumberMeaning[];
  /** null for a workbook without texts. */
  readonly texts: ZipEntry | null;
  /** Of a sheet of cells; undefined when there is none of this name. */
  entryOf(sheet: string): ZipEntry | undefined;
}

/** What a workbook consists of. Its sheets are not read. Errors: `WorkbookFormatError`, `ZipFormatError`. */
export const openWorkbook = async (source: ByteSource): Promise<OpenWorkbook> => {
  const { entries } = await readEntries(source);
  const byPath = new Map(entries.map((entry) => [entry.path.replace(/^\//, '').toLowerCase(), entry]));
  const entryAt = (path: string) => byPath.get(path.toLowerCase());
  const part = async (path: string): Promise<string | null> => {
    const entry = entryAt(path);
    return entry === undefined ? null : readPart(source, entry);
  };
  const relationsOf = async (folder: string, name: string): Promise<Relation[]> =>
    readRelations((await part(`${folder}_rels/${name}.rels`)) ?? '', folder);

  const main =
    (await relationsOf('', '')).find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml';
  const folder = main.slice(0, main.lastIndexOf('/') + 1);
  const xml = await part(main);
  if (xml === null) throw new WorkbookFormatError('it holds no workbook');
  const { sheets, is1904 } = readWorkbook(xml);
  if (sheets.length === 0) throw new WorkbookFormatError('it has no sheets');
  const relations = await relationsOf(folder, main.slice(folder.length));
  const relationOf = new Map(relations.map((relation) => [relation.id, relation]));
  const placeOf = (type: string) => relations.find((relation) => relation.type === type)?.path;

  const found = new Map<string, ZipEntry>();
  const named: Sheet[] = [];
  for (const { name, isHidden, relation } of sheets.slice(0, mostSheets)) {
    const target = relationOf.get(relation);
    const entry = target?.type === 'worksheet' ? entryAt(target.path) : undefined;
    if (entry !== undefined) found.set(name, entry);
    named.push({ name, isHidden, refusal: entry === undefined ? refusalOf(target) : null });
  }
  return {
    sheets: named,
    is1904,
    meanings: readStyles((await part(placeOf('styles') ?? '')) ?? ''),
    texts: entryAt(placeOf('sharedStrings') ?? '') ?? null,
    entryOf: (sheet) => found.get(sheet),
  };
};

const refusalOf = (target: Relation | undefined): string =>
  target === undefined || target.type === 'worksheet'
    ? 'The sheet is missing in the file.'
    : 'It is no sheet of cells but a chart or a dialogue, which are not shown.';

const readPart = async (source: ByteSource, entry: ZipEntry): Promise<string> => {
  const decoder = new TextDecoder('utf-8');
  let text = '';
  let sizeBytes = 0;
  for await (const bytes of unpackedParts(source, entry)) {
    sizeBytes += bytes.length;
    if (sizeBytes > largestPart)
      throw new WorkbookFormatError(`“${entry.path}” in it is larger than any such part of a workbook`);
    text += decoder.decode(bytes, { stream: true });
  }
  return text;
};
