import { describe, expect, it } from 'vitest';
import { toOwnPath } from './session.ts';

describe('where sign-in leads back to', () => {
  it('is a path of this site', () => {
    expect(toOwnPath('/w/abc/projects?x=1')).toBe('/w/abc/projects?x=1');
  });

  it('is never another site', () => {
    for (const address of ['//evil.example', '/\\evil.example', 'https://evil.example', 'evil', undefined]) {
      expect(toOwnPath(address)).toBe('/');
    }
  });
});
