import { describe, expect, it } from 'vitest';
import { noCodeReason, originCode } from './origin-code.ts';

const recorded = { commit: 'beef', branch: 'main', remote: null, isDirty: true, patchArtifact: 'code.patch' };

describe('the code of a run', () => {
  it('is what Modelyard recorded, before what tags say', () => {
    const tags = { 'mlflow.source.git.commit': 'c0ffee' };
    expect(originCode({ code: recorded, tags })).toEqual({ ...recorded, isFromTags: false });
  });

  it('is read from the tags of clients', () => {
    const tags = {
      'mlflow.source.git.commit': 'c0ffee',
      'mlflow.source.git.branch': 'main',
      'mlflow.source.git.repoURL': 'git@example.org:team/churn.git',
    };
    expect(originCode({ code: null, tags })).toEqual({
      ...{ commit: 'c0ffee', branch: 'main', remote: 'git@example.org:team/churn.git' },
      ...{ isDirty: null, patchArtifact: null, isFromTags: true },
    });
    expect(originCode({ code: null, tags: { ...tags, 'mlflow.source.git.dirty': 'True' } })?.isDirty).toBe(
      true,
    );
    expect(originCode({ code: null, tags: {} })).toBeNull();
  });

  it('is missing for another reason in a training of its own than in what a client logged', () => {
    expect(noCodeReason({ jobId: 'job', linkedFrom: null })).toContain('not a Git repository');
    expect(noCodeReason({ jobId: null, linkedFrom: null })).not.toContain('was not a Git repository');
  });
});
