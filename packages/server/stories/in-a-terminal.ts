import { lchown, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Project } from '@notelab/contract';
import type { World } from '@notelab/dev-env';

/** What somebody with a shell in the project does to its files: runs in the project's jail, without GitLab. */
export async function inTerminal(world: World, project: Project, script: string): Promise<string> {
  const { jail, projects } = world.notelab.context;
  const { root } = projects.filesOf(project.id);
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: '/tmp',
    GIT_AUTHOR_NAME: 'Shell',
    GIT_AUTHOR_EMAIL: 'shell@acme.example',
    GIT_COMMITTER_NAME: 'Shell',
    GIT_COMMITTER_EMAIL: 'shell@acme.example',
  };
  const child = jail.spawn({ args: ['sh', '-ec', script], cwd: root, env, folder: root });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [said, complained, code] = await Promise.all([text(child.stdout!), text(child.stderr!), ended]);
  if (code !== 0) throw new Error(`The shell ended with ${code}: ${complained}`);
  return said.trim();
}

/** Puts a file whose name may be any bytes into a folder of the project, as one of its processes could. */
export async function putFile(
  world: World,
  project: Project,
  path: string | Buffer,
  content: string | Buffer,
): Promise<void> {
  const { root, owner } = world.notelab.context.projects.filesOf(project.id);
  const full = Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path)]);
  await writeFile(full, content);
  if (owner) await lchown(full, owner.uid, owner.gid);
}
