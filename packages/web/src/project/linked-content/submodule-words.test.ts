import type { Submodule } from '@notelab/contract';
import { describe, expect, it } from 'vitest';
import { stateOf, whyNotFetched } from './submodule-words.ts';

const submodule: Submodule = {
  path: 'lib',
  url: '../lib.git',
  pinned: 'a'.repeat(40),
  checkedOut: null,
  access: 'connected',
  repositoryPath: 'acme/lib',
};

describe('a submodule in words', () => {
  it('says what is there beside what is wanted', () => {
    expect(stateOf(submodule).words).toBe('not fetched');
    expect(stateOf({ ...submodule, checkedOut: submodule.pinned }).words).toBe('aaaaaaaa');
    expect(stateOf({ ...submodule, checkedOut: 'b'.repeat(40) }).words).toBe('bbbbbbbb, wanted aaaaaaaa');
  });

  it('says who can connect one that is not connected', () => {
    expect(whyNotFetched(submodule, 'Ada')).toBeNull();
    const sentence = whyNotFetched({ ...submodule, access: 'not-connected' }, 'Ada or Ben');
    expect(sentence).toContain('acme/lib is not connected to this workspace. Ada or Ben can connect it');
  });
});
