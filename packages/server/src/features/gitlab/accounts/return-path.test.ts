import { describe, expect, it } from 'vitest';
import { isLocalPath, withResult } from './return-path.ts';

describe('a path to come back to', () => {
  it.each(['/', '/w/x/projects', '/a?b=c#d', '/a/../b', '/%2f/evil.example', '/@evil.example'])(
    '%s stays here',
    (path) => {
      expect(isLocalPath(path)).toBe(true);
      expect(new URL(withResult(path, {}), 'https://here.example').host).toBe('here.example');
    },
  );

  it.each([
    '',
    'evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/\n/evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    ' /x',
  ])('%j leads away', (path) => {
    expect(isLocalPath(path)).toBe(false);
  });

  it('keeps its query and fragment beside the result', () => {
    expect(withResult('/a?b=c#d', { gitlab: 'connected' })).toBe('/a?b=c&gitlab=connected#d');
  });
});
