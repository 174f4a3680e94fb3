import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { constants, createWriteStream, type Stats } from 'node:fs';
import {
  chmod,
  chown,
  type FileHandle,
  lchown,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rm,
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
export async function listFiles(files: Pick<ProjectFiles, 'root'>, path: string): Promise<FileEntry[]> {
  const entries = await atPlace(files.root, path, 'read', (at) =>
    inOpened(at, async (handle) => {
      if (!(await handle.stat()).isDirectory()) fail('file-not-found', 'This is not a folder any more.');
      return readdir(`/proc/self/fd/${handle.fd}`, { withFileTypes: true, encoding: 'buffer' });
    }),
  );
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
  return atPlace(files.root, path, 'read', (at) =>
    inOpened(at, async (handle) => {
      const stats = await handle.stat();
      if (!stats.isFile()) fail('file-not-found', 'This is not a file any more.');
      const described = { path, text: null, size: stats.size, etag: `${stats.mtimeMs}-${stats.size}` };
      if (isImage(path)) return { ...described, kind: 'image' };
      if (stats.size > mostEditableBytes) return { ...described, kind: 'too-large' };
      const bytes = await handle.readFile();
      const text = decodeText(bytes);
      if (text === null) return { ...described, kind: 'binary' };
      return { path, kind: 'text', text, size: bytes.length, etag: etagOf(bytes) };
    }),
  );
}

/** The file as a stream, for downloads and pictures. The caller ends the stream. */
export async function openForReading(
  files: ProjectFiles,
  path: string,
): Promise<{ stream: Readable; size: number }> {
  return atPlace(files.root, path, 'read', async (at) => {
    const handle = await open(at, forReading);
    const stats = await handle.stat();
    if (!stats.isFile()) {
      await handle.close();
      fail('file-not-found', 'This is not a file any more.');
    }
    return { stream: handle.createReadStream(), size: stats.size };
  });
}

/** Like `replaceFile`, of a text that the editor can open again. */
export async function writeText(
  files: ProjectFiles,
  path: string,
  text: string,
  etag: string | null,
): Promise<string> {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > mostEditableBytes) fail('file-too-large', 'The text is larger than 5 MB.');
  return replaceFile(files, path, bytes, etag);
}

/**
 * Replaces a file's content in one step: whoever reads it sees the old or the new one, never a part.
 * @param etag of the content that the new one was made from; null writes over whatever is there
 */
export async function replaceFile(
  files: ProjectFiles,
  path: string,
  bytes: Buffer,
  etag: string | null,
): Promise<string> {
  await atPlace(files.root, path, 'change', async (at) => {
    const before = await describeFile(at);
    if (before && !before.isFile()) fail('file-exists', 'There is a folder of this name.');
    if (etag !== null && !(before && (await readEtag(at)) === etag))
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
  await atPlace(files.root, path, 'entry', async (at) => {
    try {
      if (kind === 'folder') await mkdir(at, { mode: 0o755 });
      else await (await open(at, 'wx', 0o644)).close();
    } catch (error) {
      throw alreadyThere(error, path);
    }
    // Not chown: a link that has taken its place would give away what it leads to.
    if (files.owner) await lchown(at, files.owner.uid, files.owner.gid);
  });
  return { name: basename(path), path, kind };
}

/**
 * Stores an uploaded file. Nothing of it is seen before it is whole.
 * @param content is cut off, and says so, where it is longer than an upload may be
 */
export async function storeUpload(
  files: ProjectFiles,
  path: string,
  content: Readable & { truncated?: boolean },
  overwrite: boolean,
  /** Throws when it must not come to its place after all. */
  confirm: () => Promise<unknown> = async () => {},
): Promise<FileEntry> {
  refuseBadName(path);
  // Asked before all of it is received, and made sure of afterwards.
  await atPlace(files.root, path, 'entry', async (at) => {
    if (!overwrite && (await lstat(at).catch(() => null))) failAlreadyThere(path);
  });
  const staged = await stage(files, async (temporary) => {
    await pipeline(content, createWriteStream(temporary));
    if (content.truncated) fail('too-large', `“${basename(path)}” is larger than an upload may be.`);
  });
  try {
    await confirm();
    await atPlace(files.root, path, 'entry', async (at) => {
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
  if (to === from || to.startsWith(`${from}/`)) failMovedIntoItself();
  const kind = await atPlace(files.root, from, 'entry', (source) =>
    atPlace(files.root, to, 'entry', async (target) => {
      const stats = await lstat(source);
      if (!stats.isDirectory()) await moveWithoutReplacing(source, target, to);
      else if (await lstat(target).catch(() => null)) failAlreadyThere(to);
      else await rename(source, target).catch(intoItself);
      return stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : 'file';
    }),
  );
  return { name: basename(to), path: to, kind };
}

export async function deleteEntries(files: ProjectFiles, paths: string[]): Promise<void> {
  for (const path of paths) {
    const aside = join(files.staging, `deleted-${randomBytes(8).toString('hex')}`);
    await atPlace(files.root, path, 'entry', (at) => rename(at, aside));
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
  if ((error as NodeJS.ErrnoException).code === 'EEXIST') failAlreadyThere(path);
  return error;
}

function failAlreadyThere(path: string): never {
  return fail('file-exists', `“${basename(path)}” exists already.`);
}

/** Also by way of a link, which only the system notices. */
function intoItself(error: NodeJS.ErrnoException): never {
  if (error.code === 'EINVAL') failMovedIntoItself();
  throw error;
}

function failMovedIntoItself(): never {
  return fail('path-invalid', 'A folder cannot be moved into itself.');
}

function refuseBadName(path: string): void {
  const reason = whyNotFileName(basename(path));
  if (reason) fail('path-invalid', reason);
}

/** No link is followed, and a named pipe cannot hold the request for ever. */
const forReading = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** Opens a place without following a link there. */
export async function inOpened<T>(at: Buffer, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(at, forReading);
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

/** @returns null where there is nothing yet. */
async function describeFile(at: Buffer): Promise<Stats | null> {
  try {
    return await inOpened(at, (handle) => handle.stat());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function readEtag(at: Buffer): Promise<string> {
  return inOpened(at, async (handle) => etagOf(await handle.readFile()));
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

/** Of a file's content; changes with every change of it. */
export function etagOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url');
}
