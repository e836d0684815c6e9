import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detectType } from '../detect-type.ts';
import { readMediaFacts } from './read-media-facts.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../../test/fixtures/artifacts/${name}`, import.meta.url));
const expected = JSON.parse(fixture('expected-contents.json').toString()).media;

const facts = (name: string, bytes: Uint8Array) => {
  const { mediaType } = detectType({
    ...{ path: name, sizeBytes: bytes.length, head: bytes.subarray(0, 4096), tail: bytes.subarray(-1024) },
  });
  return readMediaFacts(mediaType, {
    sizeBytes: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
  });
};

describe('a recording or a film', () => {
  it.each([
    ['tone.wav', [{ kind: 'audio', codec: 'PCM', channels: 1, sampleRate: 8000 }]],
    ['tone.flac', [{ kind: 'audio', codec: 'FLAC', channels: 1, sampleRate: 16_000 }]],
    ['tone.mp3', [{ kind: 'audio', codec: 'MP3', channels: 1, sampleRate: 16_000 }]],
    ['tone-variable.mp3', [{ kind: 'audio', codec: 'MP3', channels: 1, sampleRate: 16_000 }]],
    ['tone.ogg', [{ kind: 'audio', codec: 'Vorbis', channels: 1, sampleRate: 16_000 }]],
    ['tone.opus', [{ kind: 'audio', codec: 'Opus', channels: 1, sampleRate: 48_000 }]],
    ['tone.m4a', [{ kind: 'audio', codec: 'AAC', channels: 1, sampleRate: 16_000 }]],
    [
      'film.mp4',
      [
        { kind: 'video', codec: 'H.264', width: 160, height: 120 },
        { kind: 'audio', codec: 'AAC', channels: 1, sampleRate: 16_000 },
      ],
    ],
    [
      'film.webm',
      [
        { kind: 'video', codec: 'VP9', width: 160, height: 120 },
        { kind: 'audio', codec: 'Opus', channels: 1, sampleRate: 16_000 },
      ],
    ],
    ['hevc.mp4', [{ kind: 'video', codec: 'H.265', width: 160, height: 120 }]],
  ])('%s is as long as FFmpeg says, and has its streams', async (name, streams) => {
    const found = await facts(name, fixture(name));
    expect(Math.abs((found.durationMs ?? 0) / 1000 - expected[name].seconds)).toBeLessThan(0.02);
    expect(found.streams).toEqual(streams);
  });

  it.each(['tone.wav', 'tone.flac', 'tone.mp3', 'tone.ogg', 'tone.m4a', 'film.mp4', 'film.webm'])(
    '%s that breaks off anywhere ends in facts or in an error that says so',
    async (name) => {
      const bytes = fixture(name);
      for (let length = 16; length < bytes.length; length += 97) {
        const found = await facts(name, bytes.subarray(0, length)).catch((thrown) => thrown);
        if (found instanceof Error) expect(found.name).toBe('MediaFormatError');
        else expect(found.durationMs === null || Number.isFinite(found.durationMs)).toBe(true);
      }
    },
  );
});
