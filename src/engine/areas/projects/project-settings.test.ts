import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { createProjectSettings, initialSettings } from './project-settings.ts';

const settingsOf = (text: string) => {
  const file = join(temporaryFolder(), 'modelyard.yaml');
  writeFileSync(file, text);
  return { file, settings: createProjectSettings(file), text: () => readFileSync(file, 'utf8') };
};

describe('the settings of a project', () => {
  it('has defaults for a file that is missing, empty, or new', () => {
    const missing = createProjectSettings(join(temporaryFolder(), 'modelyard.yaml')).read();
    expect(missing).toMatchObject({ name: null, metricGoals: {}, serving: { port: 8000 } });
    expect(missing.jobs.parallel).toBeGreaterThan(0);
    expect(settingsOf('').settings.read()).toEqual(missing);
    expect(settingsOf(initialSettings('a: "b" #c')).settings.read()).toEqual({
      ...missing,
      name: 'a: "b" #c',
    });
  });

  it.each([
    ['a new file', initialSettings('x')],
    ['comments only', '# mine\n'],
    ['a list without entries', '# mine\nmetricGoals:\n'],
    ['entries', '# mine\nmetricGoals: { old: minimize } # kept\n'],
  ])('sets the goal of a metric and keeps the comments (%s)', (_what, text) => {
    const given = settingsOf(text);
    given.settings.setMetricGoal('valid/my.figure', 'maximize');
    given.settings.setMetricGoal('size', null);
    expect(given.settings.read().metricGoals).toMatchObject({ 'valid/my.figure': 'maximize', size: null });
    for (const comment of text.match(/#.*/g) ?? []) expect(given.text()).toContain(comment);
    if (text.includes('old')) expect(given.settings.read().metricGoals.old).toBe('minimize');
  });

  it.each([
    ['name: x\nmetricGoals: [', 'line 2'],
    ['metricGoals:\n  auc: bigger\n', 'metricGoals.auc'],
    ['serving:\n  port: 70000\n', 'serving.port'],
  ])('says where %j is wrong, and changes nothing', (text, where) => {
    const given = settingsOf(text);
    expect(() => given.settings.read()).toThrow(where);
    if (where === 'line 2') expect(() => given.settings.setMetricGoal('auc', 'maximize')).toThrow(where);
    expect(given.text()).toBe(text);
  });
});
