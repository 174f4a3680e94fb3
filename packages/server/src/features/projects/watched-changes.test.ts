import { expect, test } from 'vitest';
import { toChanges } from './watched-changes.ts';

const at = (path: string, type = 'create') => ({ path: `/data/projects/p${path}`, type });
const changes = (...events: { path: string; type: string }[]) => toChanges('/data/projects/p', events);

test('names each folder whose entries changed once', () => {
  expect(changes(at('/a.txt'), at('/src/b.ts'), at('/src/c.ts', 'delete'))).toEqual({ folders: ['', 'src'] });
});

test('a changed content changes no folder', () => {
  expect(changes(at('/src/b.ts', 'update'))).toEqual({ folders: [] });
});

test('a moved branch is told without a folder', () => {
  expect(changes(at('/repo/.git/HEAD', 'update'), at('/repo/.git/refs/heads/x'))).toEqual({ folders: [] });
});

test('lock files of git say nothing', () => {
  expect(changes(at('/repo/.git/index.lock'), at('/repo/.git/index.lock', 'delete'))).toBeNull();
  expect(changes(at('/poetry.lock'))).toEqual({ folders: [''] });
});

test('a folder that becomes a repository changes where it is', () => {
  expect(changes(at('/repo/.git'))).toEqual({ folders: ['repo'] });
});

test('a name that is not UTF-8, the project itself and very many folders are told as anywhere', () => {
  expect(changes(at('/caf\uFFFD.txt'))).toEqual({ folders: null });
  expect(changes(at('', 'delete'))).toEqual({ folders: null });
  expect(changes(...Array.from({ length: 60 }, (_, i) => at(`/${i}/x`)))).toEqual({ folders: null });
});
