#!/usr/bin/env node
// Runs inside the jail, once per git request that needs a sign-in: no dependencies, so that it starts fast
// and this folder is all that must be mounted there.

import { askNotelab } from './ask-notelab.ts';
import { maxRequestBytes, parseCredentialRequest } from './parse-credential-request.ts';

export {
  type CredentialRequest,
  maxRequestBytes,
  type ParsedCredentialRequest,
  parseCredentialRequest,
} from './parse-credential-request.ts';

/** Absolute path of the helper script. Run it with the Node that runs the server: `<node> <path> get`. */
export const credentialHelperPath: string = import.meta.filename;

/**
 * The value of git's `credential.helper` that runs the script. There is nothing to do for `store` and `erase`,
 * which git calls as often as `get`: the shell finds that out without starting Node.
 */
export function credentialHelperCommand(node: string, script: string): string {
  const quote = (path: string) => `"${path.replace(/["$`\\]/g, '\\$&')}"`;
  return `!notelab() { test "$1" != get || ${quote(node)} ${quote(script)} get; }; notelab`;
}

/** Environment variable that names the unix socket where Notelab answers. */
export const credentialSocketVariable = 'NOTELAB_CREDENTIAL_SOCKET';

const timeoutMs = 10_000;

async function main(): Promise<void> {
  // Passes live in the server: there is nothing to store and nothing to erase.
  if (process.argv[2] !== 'get') return;
  const parsed = parseCredentialRequest(await readStandardInput());
  const socketPath = process.env[credentialSocketVariable];
  if (parsed.kind === 'refused' || !socketPath) return;

  const answer = await askNotelab(socketPath, parsed.request, timeoutMs);
  if (answer.kind === 'credential') {
    process.stdout.write(`username=${answer.username}\npassword=${answer.password}\n`);
  } else if (answer.kind === 'message') {
    process.stderr.write(`notelab: ${answer.message}\n`);
    // Nobody has a user name and password for the gateway: git is not to ask for them.
    process.stdout.write('quit=1\n');
  }
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let receivedBytes = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    receivedBytes += chunk.length;
    if (receivedBytes > maxRequestBytes) break;
  }
  return Buffer.concat(chunks);
}

if (import.meta.main) await main();
