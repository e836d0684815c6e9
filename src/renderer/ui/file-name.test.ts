import { expect, it } from 'vitest';
import { fileNameOf } from './file-name.ts';

it('makes a name of a file of a title, in any script', () => {
  expect(fileNameOf('auc, log_loss / 2026', 'chart')).toBe('auc-log-loss-2026');
  expect(fileNameOf('🦊 run', 'report')).toBe('run');
  expect(fileNameOf('🦊', 'report')).toBe('report');
  expect(fileNameOf('训练 7', 'report')).toBe('训练-7');
});

it.each(['训', '𠮷', 'a ', 'é'])(
  'stays below what systems take and cuts no letter, however long: %s',
  (part) => {
    const name = fileNameOf(part.repeat(400), 'report');
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(200);
    expect(() => encodeURIComponent(name)).not.toThrow();
    expect(name.endsWith('-')).toBe(false);
  },
);
