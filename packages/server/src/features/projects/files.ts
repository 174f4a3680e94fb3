import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type FileContent, type FileEntry, whyNotFileName } from '@notelab/contract';
import { decodePath } from '@notelab/git';
import { fail } from '../../problem.ts';
import { atPlace } from './project-folder.ts';

/** Where a project's files are, and how new ones are made. */
export interface ProjectFiles {
  root: string;
  /** A folder on the same disk that no jail can see: new content is completed there, then renamed into place. */
  staging: string;
  /** Who owns project files, when the server itself is somebody else (root). */
  owner: { uid: number; gid: number } | null;
}

/** Larger text is not opened in the editor. */
export const mostEditableBytes = 5 * 1024 * 1024;

/** One folder's entries: folders first, then by name as people sort (2 before 10). `.git` is not shown. */
export async function listFiles(files: ProjectFiles, path: string): Promise<FileEntry[]> {
  const entries = await atPlace(files.root, path, true, async (at) => {
    if (!(await stat(at)).isDirectory()) fail('file-not-found', 'This is not a folder any more.');
    return readdir(at, { withFileTypes: true, encoding: 'buffer' });
  });
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  return entries
    .map((entry): FileEntry => {
      const name = decodePath(entry.name);
      const kind = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'file';
      return { name, path: path === '' ? name : `${path}/${name}`, kind };
    })
    .filter((entry) => entry.name !== '.git')
    .sort(
      (a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || collator.compare(a.name, b.name),
    );
}

export async function readForEditor(
  files: ProjectFiles,
  path: string,
): Promise<Omit<FileContent, 'readOnly'>> {
  return atPlace(files.root, path, true, async (at) => {
    const stats = await stat(at);
    if (!stats.isFile()) fail('file-not-found', 'This is not a file any more.');
    const described = { path, text: null, size: stats.size, etag: `${stats.mtimeMs}-${stats.size}` };
    if (isImage(path)) return { ...described, kind: 'image' };
    if (stats.size > mostEditableBytes) return { ...described, kind: 'too-large' };
    const bytes = await readFile(at);
    const text = decodeText(bytes);
    if (text === null) return { ...described, kind: 'binary' };
    return { path, kind: 'text', text, size: bytes.length, etag: etagOf(bytes) };
  });
}

/** The file as a stream, for downloads and pictures. The caller ends the stream. */
export async function openForReading(
  files: ProjectFiles,
  path: string,
): Promise<{ stream: Readable; size: number }> {
  return atPlace(files.root, path, true, async (at) => {
    // Not blocking, so that a named pipe cannot hold the request for ever.
    const handle = await open(at, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await handle.stat();
    if (!stats.isFile()) {
      await handle.close();
      fail('file-not-found', 'This is not a file any more.');
    }
    return { stream: handle.createReadStream(), size: stats.size };
  });
}

/**
 * Replaces a text file's content in one step: whoever reads it sees the old or the new text, never a part.
 * @param etag of the content the text was edited from; null writes over whatever is there
 */
export async function writeText(
  files: ProjectFiles,
  path: string,
  text: string,
  etag: string | null,
): Promise<string> {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > mostEditableBytes) fail('file-too-large', 'The text is larger than 5 MB.');
  refuseGitFolder(path);
  await atPlace(files.root, path, true, async (at) => {
    const before = await stat(at).catch(() => null);
    if (before && !before.isFile()) fail('file-exists', 'There is a folder of this name.');
    if (etag !== null && (!before || etagOf(await readFile(at)) !== etag))
      fail('file-changed', 'The file was changed or removed meanwhile; your text was not saved over it.');
    const staged = await stage(files, async (temporary) => writeFile(temporary, bytes));
    if (before) await chmod(staged, before.mode & 0o777);
    await rename(staged, at);
  });
  return etagOf(bytes);
}

export async function createEntry(
  files: ProjectFiles,
  path: string,
  kind: 'file' | 'folder',
): Promise<FileEntry> {
  refuseBadName(path);
  await atPlace(files.root, path, false, async (at) => {
    try {
      if (kind === 'folder') await mkdir(at, { mode: 0o755 });
      else await (await open(at, 'wx', 0o644)).close();
    } catch (error) {
      throw alreadyThere(error, path);
    }
    if (files.owner) await chown(at, files.owner.uid, files.owner.gid);
  });
  return { name: basename(path), path, kind };
}

/** Stores an uploaded file. Nothing of it is seen before it is whole. */
export async function storeUpload(
  files: ProjectFiles,
  path: string,
  content: Readable,
  overwrite: boolean,
): Promise<FileEntry> {
  refuseBadName(path);
  const staged = await stage(files, (temporary) => pipeline(content, createWriteStream(temporary)));
  try {
    await atPlace(files.root, path, false, async (at) => {
      if (overwrite && (await lstat(at).catch(() => null))?.isFile()) return rename(staged, at);
      await moveWithoutReplacing(staged, at, path);
    });
  } finally {
    await rm(staged, { force: true });
  }
  return { name: basename(path), path, kind: 'file' };
}

export async function renameEntry(files: ProjectFiles, from: string, to: string): Promise<FileEntry> {
  refuseBadName(to);
  refuseGitFolder(from);
  if (to === from || to.startsWith(`${from}/`)) fail('path-invalid', 'A folder cannot be moved into itself.');
  const kind = await atPlace(files.root, from, false, (source) =>
    atPlace(files.root, to, false, async (target) => {
      const stats = await lstat(source);
      if (!stats.isDirectory()) await moveWithoutReplacing(source, target, to);
      else if (await lstat(target).catch(() => null)) fail('file-exists', `“${to}” exists already.`);
      else await rename(source, target);
      return stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'file';
    }),
  );
  return { name: basename(to), path: to, kind };
}

export async function deleteEntries(files: ProjectFiles, paths: string[]): Promise<void> {
  for (const path of paths) {
    refuseGitFolder(path);
    const aside = join(files.staging, `deleted-${randomBytes(8).toString('hex')}`);
    await atPlace(files.root, path, false, (at) => rename(at, aside));
    await removeTree(aside);
  }
}

/**
 * Removes a folder with everything in it. By rm(1), which never follows a link that a process of the project
 * puts in the way while it works.
 */
export async function removeTree(path: string): Promise<void> {
  await promisify(execFile)('rm', ['-rf', '--one-file-system', '--', path]);
}

const imageName = /\.(png|jpe?g|gif|webp|avif|svg|bmp|ico)$/i;

export function isImage(path: string): boolean {
  return imageName.test(path);
}

async function stage(files: ProjectFiles, fill: (temporary: string) => Promise<void>): Promise<string> {
  const temporary = join(files.staging, `file-${randomBytes(8).toString('hex')}`);
  try {
    await fill(temporary);
    await chmod(temporary, 0o644);
    if (files.owner) await chown(temporary, files.owner.uid, files.owner.gid);
    return temporary;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** rename(2) would replace silently; link(2) refuses. */
async function moveWithoutReplacing(source: Buffer | string, target: Buffer, name: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    throw alreadyThere(error, name);
  }
  await unlink(source);
}

function alreadyThere(error: unknown, path: string): unknown {
  if ((error as NodeJS.ErrnoException).code === 'EEXIST')
    fail('file-exists', `“${basename(path)}” exists already.`);
  return error;
}

function refuseBadName(path: string): void {
  refuseGitFolder(path);
  const reason = whyNotFileName(basename(path));
  if (reason) fail('path-invalid', reason);
}

/** Git's own folder is changed by git alone: its configuration can make git run programs. */
function refuseGitFolder(path: string): void {
  if (path.split('/').some((part) => part.toLowerCase() === '.git'))
    fail('path-invalid', 'The folder “.git” belongs to git and is not edited here.');
}

/** @returns null for bytes that are not text. */
function decodeText(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function etagOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
