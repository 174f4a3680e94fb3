import { gitText } from '../git/run-git.ts';
import type { Person } from '../git/write-commit.ts';

export interface SeedCommit {
  branch: string;
  /** The branch to start from when this is the first commit of a branch other than the first. */
  startFrom?: string;
  author: Person;
  /** Fixed, so that every sandbox has the same commit ids; for example `2025-09-01T09:12:00+02:00`. */
  date: string;
  message: string;
  /** Path → content; null removes the file. */
  files: Record<string, string | Buffer | null>;
}

function toGitDate(iso: string): string {
  const zone = /([+-]\d\d):(\d\d)$/.exec(iso);
  return `${Math.floor(Date.parse(iso) / 1000)} ${zone ? `${zone[1]}${zone[2]}` : '+0000'}`;
}

function block(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

/** Writes a history into a bare repository with `git fast-import`. */
export async function importHistory(dir: string, commits: SeedCommit[]): Promise<void> {
  const stream: Buffer[] = [];
  const begun = new Set<string>();
  for (const commit of commits) {
    const who = `${commit.author.name} <${commit.author.email}> ${toGitDate(commit.date)}`;
    stream.push(Buffer.from(`commit refs/heads/${commit.branch}\nauthor ${who}\ncommitter ${who}\n`));
    stream.push(block(`${commit.message}\n`));
    if (!begun.has(commit.branch) && commit.startFrom) {
      stream.push(Buffer.from(`from refs/heads/${commit.startFrom}\n`));
    }
    begun.add(commit.branch);
    for (const [path, content] of Object.entries(commit.files)) {
      if (content === null) stream.push(Buffer.from(`D ${path}\n`));
      else stream.push(Buffer.from(`M 100644 inline ${path}\n`), block(content));
    }
    stream.push(Buffer.from('\n'));
  }
  stream.push(Buffer.from('done\n'));
  await gitText(dir, ['fast-import', '--quiet', '--done', '--date-format=raw'], {
    input: Buffer.concat(stream),
  });
}
