import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTestProject } from '../../../../test/support/project-services.ts';
import type { RunView } from '../../../shared/model/run-view.ts';
import { createRunViewsArea } from './create-run-views-area.ts';

const plain: RunView = {
  ...{ filter: '', experiment: '', columns: [], orderBy: [], groupBy: [] },
  ...{ nested: false, differencesOnly: false },
};
const rich: RunView = {
  ...plain,
  filter: 'metrics.auc > 0.8',
  columns: [{ key: 'at(metrics.`val loss`, 100)', width: 90, pinned: true }],
  orderBy: [{ key: 'metrics.auc', descending: true }],
  nested: true,
  fromChildren: 'best',
};

const openViews = () => {
  const services = openTestProject();
  const { handlers } = createRunViewsArea(services);
  const names = () => handlers['views.list']().views.map(({ name }) => name);
  return { handlers, names, folder: services.paths.folder };
};
const nothing = { added: [], replaced: [], renamed: [], unchanged: [] };

describe('saved views in a file', () => {
  it('leave the file that they replace as it was where they cannot be written', () => {
    const { handlers, folder } = openViews();
    handlers['views.save']({ name: 'best', view: rich });
    // What is written beside it would have a longer name than the system takes.
    const path = join(folder, `${'x'.repeat(245)}.yaml`);
    writeFileSync(path, 'mine');
    expect(() => handlers['views.export']({ path, replace: true, names: undefined })).toThrow(/ENAMETOOLONG/);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('come into another project as they were, without saying what it opens with', () => {
    const [from, to] = [openViews(), openViews()];
    from.handlers['views.save']({ name: 'best', view: rich });
    from.handlers['views.save']({ name: 'plain', view: plain });
    from.handlers['views.setDefault']({ name: 'best' });
    const path = join(to.folder, 'from-ada.yaml');
    expect(from.handlers['views.export']({ path, replace: false, names: undefined })).toEqual({
      path,
      views: 2,
    });
    expect(to.handlers['views.import']({ path: 'from-ada.yaml', replace: false })).toEqual({
      ...nothing,
      added: ['best', 'plain'],
    });
    expect(to.handlers['views.list']().views).toEqual([
      { ...rich, name: 'best', isDefault: false },
      { ...plain, name: 'plain', isDefault: false },
    ]);
    expect(to.handlers['views.import']({ path, replace: false })).toEqual({
      ...nothing,
      unchanged: ['best', 'plain'],
    });
  });

  it('get a new name, once, where theirs is taken, or take the place of what is there', () => {
    const [from, to] = [openViews(), openViews()];
    from.handlers['views.save']({ name: 'best', view: rich });
    to.handlers['views.save']({ name: 'best', view: plain });
    const path = join(to.folder, 'views.yaml');
    from.handlers['views.export']({ path, names: ['best'], replace: false });
    const renamed = { ...nothing, renamed: [{ from: 'best', to: 'best (2)' }] };
    expect(to.handlers['views.import']({ path, replace: false })).toEqual(renamed);
    expect(to.handlers['views.import']({ path, replace: false })).toEqual({
      ...nothing,
      unchanged: ['best'],
    });
    expect(to.names()).toEqual(['best', 'best (2)']);
    expect(to.handlers['views.import']({ path, replace: true })).toEqual({ ...nothing, replaced: ['best'] });
    expect(to.handlers['views.list']().views[0]).toMatchObject({ filter: rich.filter });
  });

  it('are neither written over a file nor taken from a broken one', () => {
    const { handlers, names, folder } = openViews();
    const path = join(folder, 'kept.yaml');
    expect(() => handlers['views.export']({ path, names: undefined, replace: false })).toThrow(
      /No table is saved/,
    );
    handlers['views.save']({ name: 'one', view: plain });
    writeFileSync(path, 'mine');
    const refused = (work: () => unknown, code: string) =>
      expect(work).toThrow(expect.objectContaining({ code }));
    refused(() => handlers['views.export']({ path, names: undefined, replace: false }), 'already-exists');
    refused(() => handlers['views.export']({ path, names: ['other'], replace: true }), 'not-found');
    expect(readFileSync(path, 'utf8')).toBe('mine');
    refused(() => handlers['views.import']({ path: 'none.yaml', replace: false }), 'not-found');
    writeFileSync(path, 'views:\n  - name: two\n  - name: three\n    nested: perhaps\n');
    refused(() => handlers['views.import']({ path, replace: false }), 'invalid-input');
    expect(names()).toEqual(['one']);
    handlers['views.export']({ path, names: undefined, replace: true });
    expect(readFileSync(path, 'utf8')).toContain('name: one');
    expect(existsSync(join(folder, 'none.yaml'))).toBe(false);
  });
});
