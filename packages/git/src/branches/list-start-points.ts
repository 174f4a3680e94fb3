import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull, toRecords } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { findCommit } from '../status/read-head.ts';
import { isRefName } from './check-branch-name.ts';

/** Something that a branch can begin at; a remote branch is named without its remote. */
export interface StartPoint {
  kind: 'local' | 'remote' | 'tag' | 'commit';
  name: string;
}

export interface FoundStartPoint extends StartPoint {
  oid: string;
  subject: string;
}

const kinds: [prefix: string, kind: StartPoint['kind']][] = [
  ['refs/heads/', 'local'],
  ['refs/remotes/origin/', 'remote'],
  ['refs/tags/', 'tag'],
];
const fields = [
  '%(refname)',
  '%(objectname)',
  '%(*objectname)',
  '%(contents:subject)',
  '%(*contents:subject)',
];
const fromTag = { oid: 2, subject: 4 };

/** Branches and tags with all words of the search in their names, newest first, and the commit it may name. */
export async function listStartPoints(
  git: GitEnvironment,
  dir: string,
  options: { search: string; limit: number },
): Promise<FoundStartPoint[]> {
  const words = options.search.toLowerCase().split(/\s+/).filter(Boolean);
  const { stdout } = await runGit(
    git,
    dir,
    ['for-each-ref', '--sort=-creatordate', '--format=%(refname)%00', ...kinds.map(([prefix]) => prefix)],
    { readOnly: true },
  );
  const refs = splitNull(stdout)
    .map((ref) => ref.replace(/^\n/, ''))
    .filter((ref) => {
      const name = toStartPoint(ref)?.name.toLowerCase();
      return name !== undefined && name !== 'head' && words.every((word) => name.includes(word));
    })
    .slice(0, options.limit);
  const commit = words.length === 1 ? await findNamedCommit(git, dir, words[0]!) : null;
  return [...(commit ? [commit] : []), ...(await describe(git, dir, refs))];
}

/** The commit to start at; null when there is none. */
export async function findStartPoint(
  git: GitEnvironment,
  dir: string,
  { kind, name }: StartPoint,
): Promise<string | null> {
  if (kind === 'commit') return (await findNamedCommit(git, dir, name.toLowerCase()))?.oid ?? null;
  const prefix = kinds.find(([, own]) => own === kind)![0];
  return isRefName(name) ? findCommit(git, dir, prefix + name) : null;
}

async function findNamedCommit(
  git: GitEnvironment,
  dir: string,
  id: string,
): Promise<FoundStartPoint | null> {
  if (!/^[0-9a-f]{4,64}$/.test(id)) return null;
  const oid = await findCommit(git, dir, id);
  // A branch may be called like the begin of an object id: what was meant is a commit.
  if (!oid?.startsWith(id)) return null;
  const args = ['log', '--no-walk', '--format=%s', '--end-of-options', oid, '--'];
  const { stdout } = await runGit(git, dir, args, { readOnly: true });
  return { kind: 'commit', name: oid, oid, subject: stdout.toString('utf8').trim() };
}

async function describe(git: GitEnvironment, dir: string, refs: string[]): Promise<FoundStartPoint[]> {
  if (refs.length === 0) return [];
  const format = fields.map((field) => `${field}%00`).join('');
  const { stdout } = await runGit(git, dir, ['for-each-ref', `--format=${format}`, '--', ...refs], {
    readOnly: true,
  });
  const found = new Map<string, FoundStartPoint>();
  for (const record of toRecords(splitNull(stdout), fields.length)) {
    const ref = record[0]!.replace(/^\n/, '');
    const point = toStartPoint(ref);
    const oid = record[fromTag.oid] || record[1]!;
    if (point) found.set(ref, { ...point, oid, subject: record[fromTag.subject] || record[3]! });
  }
  return refs.flatMap((ref) => found.get(ref) ?? []);
}

function toStartPoint(ref: string): StartPoint | null {
  const [prefix, kind] = kinds.find(([prefix]) => ref.startsWith(prefix)) ?? [];
  return prefix && kind ? { kind, name: ref.slice(prefix.length) } : null;
}
