import { describe, expect, it } from 'vitest';
import { suggestFolderName } from './suggest-folder-name.ts';

describe('the folder name offered for a repository', () => {
  it('is the last part of the path', () => {
    expect(suggestFolderName('acme/platform/forecasting')).toBe('forecasting');
  });

  it('has no leading dots or dashes', () => {
    expect(suggestFolderName('acme/.dotfiles')).toBe('dotfiles');
    expect(suggestFolderName('acme/-odd')).toBe('odd');
  });

  it('is empty when nothing acceptable is left', () => {
    expect(suggestFolderName('acme/...')).toBe('');
  });
});
