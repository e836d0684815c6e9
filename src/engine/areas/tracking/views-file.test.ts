import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import type { RunView } from '../../../shared/model/run-view.ts';
import { createViewsFile } from './views-file.ts';

const fileWith = (text?: string) => {
  const file = join(temporaryFolder(), 'modelyard.views.yaml');
  if (text !== undefined) writeFileSync(file, text);
  return { views: createViewsFile(file), text: () => readFileSync(file, 'utf8'), file };
};

const plain: RunView = {
  ...{ filter: '', experiment: '', columns: [], orderBy: [], groupBy: [] },
  ...{ nested: false, differencesOnly: false },
};
const rich: RunView = {
  filter: "params.learner = 'gbdt'",
  experiment: 'Churn',
  columns: [{ key: 'metrics.auc' }, { key: 'at(metrics.`val loss`, 100)', width: 90, pinned: true }],
  orderBy: [{ key: 'metrics.auc', descending: true }],
  groupBy: ['params.learner'],
  nested: true,
  fromChildren: 'best',
  differencesOnly: true,
};

describe('saved views', () => {
  it('come back as they were saved, whatever is in them', () => {
    const { views, file } = fileWith();
    expect(views.read()).toEqual([]);
    expect(existsSync(file)).toBe(false);
    expect(views.save('best', rich)).toEqual({ isNew: true });
    views.save('plain', plain);
    expect(createViewsFile(file).read()).toEqual([
      { ...rich, name: 'best', isDefault: false },
      { ...plain, name: 'plain', isDefault: false },
    ]);
    expect(views.save('best', plain)).toEqual({ isNew: false });
    expect(views.read().map(({ name, filter }) => [name, filter])).toEqual([
      ['best', ''],
      ['plain', ''],
    ]);
  });

  it('are renamed, deleted and made the default one without touching what a person wrote', () => {
    const { views, text } = fileWith(
      '# ours\nviews:\n  - name: a # first\n  - name: b\n    columns: [metrics.auc]\n',
    );
    views.rename('a', 'c');
    views.setDefault('b');
    expect(text()).toContain('# ours\nviews:\n  - name: c # first\n');
    expect(views.read().map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['c', false],
      ['b', true],
    ]);
    views.save('b', plain);
    expect(views.read()[1]?.isDefault).toBe(true);
    views.setDefault(null);
    expect(views.remove('b')).toMatchObject({ name: 'b', isDefault: false });
    expect(text()).toContain('# first');
    expect(() => views.rename('c', 'c')).not.toThrow();
    views.save('d', plain);
    expect(() => views.rename('c', 'd')).toThrow(expect.objectContaining({ code: 'already-exists' }));
    expect(() => views.remove('gone')).toThrow(expect.objectContaining({ code: 'not-found' }));
  });

  it.each([
    ['views:\n  - name: a\n  - [', 'line 3'],
    ['views:\n  - name: a\n\n  - name: b\n    nested: perhaps\n', 'line 4: “nested”'],
    ['views:\n  - name: a\n  - name: a\n', 'line 3: there are two views “a”'],
    ['views: none\n', 'line 1'],
  ])('of a broken file are refused with the line, and nothing is lost (%#)', (broken, where) => {
    const { views, text } = fileWith(broken);
    expect(() => views.read()).toThrow(where);
    expect(() => views.save('new', plain)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(text()).toBe(broken);
  });
});
