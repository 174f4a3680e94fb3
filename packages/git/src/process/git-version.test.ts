import { expect, test } from 'vitest';
import { plainGit } from './git-environment.ts';
import { assertSupportedGit, readGitVersion, UnsupportedGitError } from './git-version.ts';

test('the installed git says its version, and is supported', async () => {
  const version = await readGitVersion(plainGit());
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(() => assertSupportedGit(version)).not.toThrow();
});

test.each(['2.39.5', '2.39.10', '2.40.0', '2.45.3', '3.0', '10.0.0'])('%s is supported', (version) => {
  expect(() => assertSupportedGit(version)).not.toThrow();
});

test.each(['2.39.4', '2.39', '2.9.5', '1.99.99', 'nonsense', ''])(
  '"%s" is too old, in one clear line',
  (version) => {
    expect(() => assertSupportedGit(version)).toThrow(UnsupportedGitError);
    expect(() => assertSupportedGit(version)).toThrow(
      /^git .* is too old: Notelab needs git 2\.39\.5 or newer$/,
    );
  },
);
