import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId, type ProjectId } from '@notelab/contract';
import { expect, onTestFinished, test, vi } from 'vitest';
import { watchProjects } from './watch-projects.ts';

test('a folder that was moved out of the project and deleted does not stand in the way of the end', async () => {
  const home = await mkdtemp(join(tmpdir(), 'notelab-watch-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const root = join(home, 'project');
  await mkdir(join(root, 'checkout/src'), { recursive: true });
  const told: (string[] | null)[] = [];
  const watch = watchProjects({
    rootOf: () => root,
    onChange: async (_, { folders }) => void told.push(folders),
    onWatching: async () => {},
    log: { ...console, debug: () => {} },
  });
  const id = newId<ProjectId>();
  watch.hold(id);
  await vi.waitFor(async () => {
    await writeFile(join(root, `${told.length}.txt`), `${Date.now()}`);
    expect(told.length).toBeGreaterThan(0);
  }, 30_000);
  await rename(join(root, 'checkout'), join(home, 'aside'));
  await rm(join(home, 'aside'), { recursive: true });
  await watch.forget(id);
  await watch.close();
});

test('the start of a watch is told, for what changed before it was not noticed', async () => {
  const root = await mkdtemp(join(tmpdir(), 'notelab-watch-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const told: string[] = [];
  const watch = watchProjects({
    rootOf: () => root,
    onChange: async () => void told.push('changed'),
    onWatching: async () => void told.push('watching'),
    log: console,
  });
  const id = newId<ProjectId>();
  watch.look(id);
  watch.look(id);
  await vi.waitFor(() => expect(told).toEqual(['watching']), 30_000);
  await vi.waitFor(async () => {
    await writeFile(join(root, 'file.txt'), `${Date.now()}`);
    expect(told.at(-1)).toBe('changed');
  }, 30_000);
  await watch.close();
});

test('a new folder is told of again, for what was made in it at once may not have been noticed', async () => {
  const root = await mkdtemp(join(tmpdir(), 'notelab-watch-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const told: (string[] | null)[] = [];
  const onWatching = vi.fn(async () => {});
  const watch = watchProjects({
    rootOf: () => root,
    onChange: async (_, { folders }) => void told.push(folders),
    onWatching,
    log: console,
  });
  watch.look(newId<ProjectId>());
  await vi.waitFor(() => expect(onWatching).toHaveBeenCalled(), 30_000);
  await mkdir(join(root, 'results'));
  await vi.waitFor(() => expect(told).toEqual([[''], null]), { timeout: 10_000 });
  await watch.close();
});
