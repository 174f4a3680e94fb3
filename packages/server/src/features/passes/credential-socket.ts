import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { CredentialQuestion, CredentialReply } from './answer-credential-request.ts';

export interface CredentialSocket {
  /**
   * Absolute path of the unix socket, to be mounted in the jail of the one operation or terminal it was opened for.
   * It is in a folder of its own, which the jail's user may enter.
   */
  path: string;
  /** Closes the socket and everything on it, and removes its folder. */
  close(): Promise<void>;
}

const maxQuestionBytes = 64 * 1024;
const silenceMs = 10_000;
/** `sun_path` holds 108 bytes with the closing NUL on Linux, 104 on macOS. */
const maxPathBytes = 100;

/**
 * Opens the socket on which the credential helper of one git process asks for its pass: one JSON line in, one
 * JSON line out per connection. Whatever is not such a question gets `{}`.
 * @param folder where the socket's own folder (0700) is made; a short path, such as that of `os.tmpdir()`
 * @param owner who may connect: the jail's user, or null for the server's own
 * @throws when the path is too long for a unix socket or the folder cannot be written
 */
export async function openCredentialSocket(options: {
  folder: string;
  owner: { uid: number; gid: number } | null;
  answer(question: CredentialQuestion): CredentialReply | Promise<CredentialReply>;
}): Promise<CredentialSocket> {
  const home = await mkdtemp(join(options.folder, 'nl-'));
  const path = join(home, 'c.sock');
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => {});
    socket.setTimeout(silenceMs, () => socket.destroy());
    readLine(socket, (line) => void reply(socket, line, options.answer));
  });
  const close = async () => {
    for (const socket of connections) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    await rm(home, { recursive: true, force: true });
  };

  try {
    if (Buffer.byteLength(path) > maxPathBytes) throw new Error(`${path} is too long for a unix socket`);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
    await chmod(path, 0o600);
    if (options.owner)
      for (const each of [path, home]) await chown(each, options.owner.uid, options.owner.gid);
  } catch (error) {
    await close();
    throw error;
  }
  return { path, close };
}

/** Gives the first line to `use`; a larger or unfinished one ends the connection. Later bytes are not read. */
function readLine(socket: Socket, use: (line: string) => void): void {
  let received = Buffer.alloc(0);
  const read = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf(0x0a);
    if (end === -1 && received.length <= maxQuestionBytes) return;
    socket.off('data', read).pause();
    if (end === -1 || end > maxQuestionBytes) socket.destroy();
    else use(received.toString('utf8', 0, end));
  };
  socket.on('data', read);
}

async function reply(
  socket: Socket,
  line: string,
  answer: (question: CredentialQuestion) => CredentialReply | Promise<CredentialReply>,
): Promise<void> {
  const question = parseQuestion(line);
  const text = question ? await Promise.try(answer, question).catch(() => ({})) : {};
  socket.end(`${JSON.stringify(text)}\n`);
}

function parseQuestion(line: string): CredentialQuestion | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (!('protocol' in value && 'host' in value && 'path' in value)) return null;
  const { protocol, host, path } = value;
  if (typeof protocol !== 'string' || typeof host !== 'string' || typeof path !== 'string') return null;
  return { protocol, host, path };
}
