import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detectType } from './detect-type.ts';

const fixtures = new URL('../../../../test/fixtures/artifacts/', import.meta.url);

const detect = (path: string, bytes: Uint8Array, sizeBytes = bytes.length) =>
  detectType({ path, sizeBytes, head: bytes.subarray(0, 4096), tail: bytes.subarray(-1024) });
const detectText = (path: string, text: string) => detect(path, new TextEncoder().encode(text));
const fixture = (name: string) => readFileSync(new URL(name, fixtures));

const expectedKinds: Readonly<Record<string, string>> = {
  ...{ 'alpha.png': 'image', 'picture.jpg': 'image', 'picture.gif': 'image', 'picture.webp': 'image' },
  ...{ 'picture.bmp': 'image', 'figure.svg': 'image', 'figure.pdf': 'pdf', 'archive.zip': 'archive' },
  ...{ 'branches.onnx': 'onnx', 'scores.parquet': 'table', 'weights.safetensors': 'tensors' },
  ...{ 'notebook.ipynb': 'notebook', 'several.npz': 'array', 'float64.npy': 'array' },
  ...{ 'every-type.arrow': 'table', 'pandas.feather': 'table', 'stream.arrows': 'table' },
  ...{ 'book.xlsx': 'workbook', 'weights.h5': 'hdf5', 'tone.wav': 'audio', 'tone.mp3': 'audio' },
  ...{ 'tone-variable.mp3': 'audio', 'tone.flac': 'audio', 'tone.ogg': 'audio', 'tone.opus': 'audio' },
  ...{ 'tone.m4a': 'audio', 'film.mp4': 'video', 'film.webm': 'video', 'hevc.mp4': 'video' },
};

describe('files that other programs wrote', () => {
  it.each(Object.entries(expectedKinds))('%s is shown as %s, whatever it is called', (name, kind) => {
    const { kind: found, warning } = detect(name, fixture(name));
    expect(found).toBe(kind);
    expect(warning).toBeNull();
    const namedOtherwise = detect('model/data.txt', fixture(name));
    const byNameOnly = ['branches.onnx', 'notebook.ipynb', 'several.npz', 'book.xlsx'];
    if (!byNameOnly.includes(name)) expect(namedOtherwise.kind).toBe(kind);
  });

  it('all have a kind that is shown', () => {
    const files = readdirSync(fixtures).filter((name) => !/\.(py|json)$/.test(name));
    expect(files.map((name) => detect(name, fixture(name)).kind)).not.toContain('none');
  });

  it.each([
    ...['alpha.png', 'picture.jpg', 'picture.gif', 'picture.bmp', 'picture.webp', 'figure.pdf'],
    ...['tone.wav', 'film.mp4'],
  ])('%s without its second half is said to break off', (name) => {
    const bytes = fixture(name);
    expect(detect(name, bytes.subarray(0, bytes.length / 2)).warning).toMatch(/breaks off/);
  });
});

describe('what is not shown', () => {
  it.each([
    ['model.pkl', [0x80, 0x04, 0x95, 0x10], /pickle runs code/],
    ['model.txt', [0x80, 0x02, 0x7d, 0x71], /pickle runs code/],
    ['data.csv.gz', [0x1f, 0x8b, 0x08, 0x00], /unpack/],
    ['table.feather', [...Buffer.from('FEA1\0\0')], /anew as Feather/],
    ['old.xls', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], /before Excel 2007/],
    ['secret.xlsx', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], /encrypted with a password/],
    ['film.avi', [...Buffer.from('RIFF\x10\0\0\0AVI LIST')], /AVI is not played/],
    ['noise.bin', [0, 1, 2, 3], /no kind that can be shown/],
  ])('%s says why', (path, bytes, reason) => {
    const found = detect(path, Uint8Array.from(bytes));
    expect(found).toMatchObject({ kind: 'none', mediaType: 'application/octet-stream' });
    expect(found.refusal).toMatch(reason);
  });
});

describe('text', () => {
  it.each([
    ['a.json', '{"a": 1}', 'json'],
    ['a.csv', 'a,b\n1,2\n', 'table'],
    ['a.jsonl', '{"a": 1}\n', 'table'],
    ['README.md', '# Title', 'markdown'],
    ['page.html', '<h1>hello</h1>', 'html'],
    ['page', '<!DOCTYPE html><p>hello', 'html'],
    ['drawing', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>', 'image'],
    ['train.py', 'print(1)', 'text'],
    ['conda.yaml', 'name: env', 'text'],
    ['empty', '', 'text'],
  ])('%s is told by its name, or by how it begins', (path, text, kind) =>
    expect(detectText(path, text).kind).toBe(kind),
  );

  it('may be cut inside a character, and may be of another encoding', () => {
    const long = new TextEncoder().encode('ü'.repeat(5000));
    expect(detect('a.txt', long.subarray(0, 4097), 10_000).kind).toBe('text');
    expect(detect('a.txt', Buffer.from('gr\xfc\xdfe\n', 'latin1')).kind).toBe('text');
  });

  it('in UTF-16 is said to be so, and tables of it are shown', () => {
    const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect(detect('notes.txt', utf16('hello')).refusal).toMatch(/UTF-8/);
    expect(detect('a.csv', utf16('a,b\n')).kind).toBe('table');
  });

  it('is never served as something that runs', () => {
    for (const path of ['a.js', 'a.mjs', 'a.css', 'a.xml', 'a.xhtml', 'a.wasm'])
      expect(detectText(path, 'fetch("http://example.org")').mediaType).toBe('text/plain');
  });
});
