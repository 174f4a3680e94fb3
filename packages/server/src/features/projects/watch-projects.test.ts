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
    log: { ...console, debug: () => {} },
  });
  const id = newId<ProjectId>();
  watch.hold(id);
  await vi.waitFor(async () => {
    await writeFile(join(root, `${told.length}.txt`), `${Date.now()}`);
    expect(told.length).toBeGreaterThan(0);
  });
  await rename(join(root, 'checkout'), join(home, 'aside'));
  await rm(join(home, 'aside'), { recursive: true });
  await watch.forget(id);
  await watch.close();
});
