import { findLastCommitSha, findTreeEntry } from '../git/trees.ts';
import { type IndexChange, writeBlob } from '../git/write-commit.ts';
import { badRequest, invalidParameter } from './api-error.ts';
import { findChoice, findFlag, findText, type Params, toParams } from './params.ts';

const kinds = ['create', 'update', 'move', 'delete', 'chmod'] as const;

type Entry = NonNullable<IndexChange['entry']>;

function checkPath(path: string): string {
  const parts = path.split('/');
  if (path === '' || parts.some((part) => part === '..' || part === '.' || part.toLowerCase() === '.git')) {
    throw badRequest('invalid path');
  }
  return path.replace(/^\/+/, '');
}

function contentOf(action: Params): Buffer | null {
  const text = findText(action, 'content');
  if (text === undefined) return null;
  const encoding = findChoice(action, 'encoding', ['text', 'base64']) ?? 'text';
  return Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8');
}

/** Turns the actions of `POST repository/commits` into index changes, refusing as GitLab does. */
export async function toIndexChanges(
  dir: string,
  parent: string | null,
  actions: unknown,
): Promise<IndexChange[]> {
  if (!Array.isArray(actions)) throw invalidParameter('actions is missing');
  const changed = new Map<string, Entry | null>();
  const find = async (path: string): Promise<Entry | null> => {
    const pending = changed.get(path);
    if (pending !== undefined) return pending;
    const entry = parent && (await findTreeEntry(dir, parent, path));
    return entry ? { mode: entry.mode, sha: entry.sha } : null;
  };
  const getExisting = async (path: string): Promise<Entry> => {
    const entry = await find(path);
    if (!entry) throw badRequest("A file with this name doesn't exist");
    return entry;
  };

  for (const raw of actions) {
    const action = toParams(raw);
    const kind = findChoice(action, 'action', kinds);
    if (!kind) throw invalidParameter('actions[0][action] is missing');
    const path = checkPath(findText(action, 'file_path') ?? '');
    const lastCommit = findText(action, 'last_commit_id');
    if (lastCommit && parent && (await findLastCommitSha(dir, parent, path)) !== lastCommit) {
      throw badRequest('You are attempting to update a file that has changed since you started editing it.');
    }
    const content = contentOf(action);
    if (kind === 'create') {
      if (await find(path)) throw badRequest('A file with this name already exists');
      changed.set(path, { mode: '100644', sha: await writeBlob(dir, content ?? Buffer.alloc(0)) });
    } else if (kind === 'update') {
      const { mode } = await getExisting(path);
      changed.set(path, { mode, sha: await writeBlob(dir, content ?? Buffer.alloc(0)) });
    } else if (kind === 'move') {
      const previous = checkPath(findText(action, 'previous_path') ?? '');
      const entry = await getExisting(previous);
      if (await find(path)) throw badRequest('A file with this name already exists');
      changed.set(previous, null);
      changed.set(path, content ? { mode: entry.mode, sha: await writeBlob(dir, content) } : entry);
    } else if (kind === 'delete') {
      await getExisting(path);
      changed.set(path, null);
    } else {
      const { sha } = await getExisting(path);
      changed.set(path, { mode: findFlag(action, 'execute_filemode') ? '100755' : '100644', sha });
    }
  }
  return [...changed].map(([path, entry]) => ({ path, entry }));
}
