import type { ArtifactType } from '../../../shared/model/artifact-content.ts';
import { byteText } from './byte-text.ts';
import { endProblem } from './end-problem.ts';
import { endingOf, type Found, of, refused, save, textAt } from './found-type.ts';
import { mediaBy } from './media/media-signature.ts';
import { mediaTypes } from './media-types.ts';
import type { SampledFile } from './sampled-file.ts';

/**
 * What a file is: by the signature in its first bytes, because a name may say anything, and only for what has none (text of all kinds)
 * by its ending. Media types are a closed list, so that nothing is ever served as a script.
 */
export const detectType = (file: SampledFile): ArtifactType => {
  const found = file.sizeBytes === 0 ? empty : (bySignature(file) ?? byText(file));
  return {
    kind: found.kind,
    name: found.name,
    mediaType: found.mediaType,
    refusal: found.refusal ?? null,
    warning: endProblem(file, found.mediaType),
  };
};

const empty = of('text', 'Empty file', 'text/plain');
const unpack = 'Save it and unpack it to see what is inside.';

const signatures: readonly (readonly [bytes: string, Found])[] = [
  ['\x89PNG\r\n\x1a\n', of('image', 'PNG image', 'image/png')],
  ['\xff\xd8\xff', of('image', 'JPEG image', 'image/jpeg')],
  ['GIF87a', of('image', 'GIF image', 'image/gif')],
  ['GIF89a', of('image', 'GIF image', 'image/gif')],
  ['%PDF-', of('pdf', 'PDF document', 'application/pdf')],
  ['\x93NUMPY', of('array', 'NumPy array')],
  ['PAR1', of('table', 'Parquet table')],
  ['ARROW1', of('table', 'Arrow table', mediaTypes.arrow)],
  [
    'FEA1',
    refused('Feather version 1', `This format of 2016 is not read; write the table anew as Feather. ${save}`),
  ],
  ['fLaC', of('audio', 'FLAC recording', 'audio/flac')],
  ['ID3', of('audio', 'MP3 recording', 'audio/mpeg')],
  ['SQLite format 3\0', refused('SQLite database', `Databases are not opened. ${save}`)],
  ['\x1f\x8b', refused('gzip archive', unpack)],
  ['(\xb5/\xfd', refused('Zstandard archive', unpack)],
  ['BZh', refused('bzip2 archive', unpack)],
  ['\xfd7zXZ', refused('xz archive', unpack)],
];

const pickle = refused(
  'Python pickle',
  'A pickle runs code when it is read, so it is not opened. Save it, and open it only if you trust who wrote it.',
);

const bySignature = (file: SampledFile): Found | undefined => {
  const start = textAt(file, 0, 16);
  const listed = signatures.find(([bytes]) => start.startsWith(bytes))?.[1];
  if (listed !== undefined) return listed;
  const media = mediaBy(file);
  if (media !== undefined) return media;
  if (hdf5Starts.some((offset) => textAt(file, offset, 8) === '\x89HDF\r\n\x1a\n'))
    return of('hdf5', 'HDF5 file');
  if (isArrowStream(file)) return of('table', 'Arrow stream', mediaTypes.arrow);
  if (start.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return compoundBy(file.path);
  if (start.startsWith('BM') && isBitmap(file)) return of('image', 'BMP image', 'image/bmp');
  if (start.startsWith('PK\x03\x04') || start.startsWith('PK\x05\x06')) return archiveBy(file.path);
  if (isPickle(file)) return pickle;
  if (textAt(file, 257, 5) === 'ustar') return refused('tar archive', unpack);
  if (isSafetensors(file)) return of('tensors', 'safetensors file');
  // Protocol buffers have no signature of their own.
  if (endingOf(file.path) === 'onnx') return of('onnx', 'ONNX model');
  return undefined;
};

const archiveBy = (path: string): Found => {
  switch (endingOf(path)) {
    case 'npz':
      return of('array', 'NumPy arrays');
    case 'xlsx':
    case 'xlsm':
    case 'xltx':
    case 'xltm':
      return of('workbook', 'Excel workbook', mediaTypes.workbook);
    case 'docx':
    case 'pptx':
    case 'xlsb':
      return of('archive', 'Office document (ZIP)');
    case 'pt':
    case 'pth':
      return of('archive', 'PyTorch file (ZIP)');
    case 'keras':
      return of('archive', 'Keras model (ZIP)');
    default:
      return of('archive', 'ZIP archive');
  }
};

/** What Office wrote before 2007, and wraps what is encrypted in. */
const compoundBy = (path: string): Found => {
  switch (endingOf(path)) {
    case 'xls':
    case 'xlt':
      return refused(
        'Excel 97 workbook',
        `Workbooks in the format before Excel 2007 (.xls) are not shown; store it as .xlsx to see it here. ${save}`,
      );
    case 'xlsx':
    case 'xlsm':
      return refused('Protected workbook', `It is encrypted with a password. ${save}`);
    default:
      return refused('Office 97 document', `It is of no kind that can be shown. ${save}`);
  }
};

/** HDF5 leaves room before its beginning for what others may write there. */
const hdf5Starts = [0, 512, 1024, 2048];

/** A mark, and the length of the schema behind it, which is padded to eight bytes. */
const isArrowStream = (file: SampledFile): boolean => {
  if (file.head.length < 8 || textAt(file, 0, 4) !== '\xff\xff\xff\xff') return false;
  const length = new DataView(file.head.buffer, file.head.byteOffset).getInt32(4, true);
  return length > 0 && length % 8 === 0 && length < file.sizeBytes;
};

/** The first operation of a pickle names its protocol, 2 to 5. */
const isPickle = ({ head }: SampledFile): boolean => head[0] === 0x80 && head[1]! >= 2 && head[1]! <= 5;

/** Two letters are a weak sign; the size of the header behind them is one of few numbers. */
const isBitmap = ({ head }: SampledFile): boolean =>
  head.length >= 18 && [12, 40, 52, 56, 64, 108, 124].includes(head[14]!) && head[15] === 0;

const isSafetensors = (file: SampledFile): boolean => {
  if (endingOf(file.path) === 'safetensors') return true;
  if (file.head.length < 10) return false;
  const view = new DataView(file.head.buffer, file.head.byteOffset);
  return view.getUint32(4, true) === 0 && view.getUint32(0, true) > 2 && textAt(file, 8, 2) === '{"';
};

const byEnding: Readonly<Record<string, Found>> = {
  csv: of('table', 'CSV table', 'text/plain'),
  tsv: of('table', 'TSV table', 'text/plain'),
  tab: of('table', 'TSV table', 'text/plain'),
  jsonl: of('table', 'JSON Lines', 'text/plain'),
  ndjson: of('table', 'JSON Lines', 'text/plain'),
  json: of('json', 'JSON', 'text/plain'),
  geojson: of('json', 'GeoJSON', 'text/plain'),
  ipynb: of('notebook', 'Jupyter notebook', 'text/plain'),
  md: of('markdown', 'Markdown', 'text/plain'),
  markdown: of('markdown', 'Markdown', 'text/plain'),
  html: of('html', 'HTML page', 'text/html'),
  htm: of('html', 'HTML page', 'text/html'),
  yaml: of('text', 'YAML', 'text/plain'),
  yml: of('text', 'YAML', 'text/plain'),
  py: of('text', 'Python code', 'text/plain'),
  log: of('text', 'Log', 'text/plain'),
};

const isUtf16 = ({ head }: SampledFile): boolean =>
  (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);

const byText = (file: SampledFile): Found => {
  if (isUtf16(file)) {
    // The reader of tables knows it, and spreadsheets write it.
    const table = byEnding[endingOf(file.path)];
    return table?.kind === 'table'
      ? { ...table, mediaType: 'application/octet-stream' }
      : refused('Text in UTF-16', `Text is shown in UTF-8. ${save}`);
  }
  const text = readText(file);
  if (text === null) return refused('Binary file', `It is of no kind that can be shown. ${save}`);
  const ending = endingOf(file.path);
  const start = text.trimStart().slice(0, 512).toLowerCase();
  if (ending === 'svg' || /^(<\?xml[^>]*>\s*)?(<!doctype svg[^>]*>\s*)?<svg[\s>]/.test(start))
    return of('image', 'SVG image', 'image/svg+xml');
  const known = byEnding[ending];
  if (known !== undefined) return known;
  if (/^<(!doctype html|html[\s>])/.test(start)) return of('html', 'HTML page', 'text/html');
  return of('text', 'Text', 'text/plain');
};

/** The beginning as text; null for what is none: it holds a zero byte, or is not UTF-8 and mostly control characters. */
const readText = ({ head, sizeBytes }: SampledFile): string | null => {
  if (head.includes(0)) return null;
  try {
    // A character may be cut where the sample ends.
    return new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: sizeBytes > head.length });
  } catch {
    const odd = head.filter((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13).length;
    return odd > head.length / 100 ? null : byteText(head);
  }
};
