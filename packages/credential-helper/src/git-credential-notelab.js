#!/usr/bin/env node
// @ts-check
// Runs inside the jail, once per git request that needs a sign-in: no dependencies, so that it starts fast
// and this folder is all that must be mounted there. JavaScript, because Node takes longer to take the types
// out of TypeScript than for all the rest, and somebody waits for their push.

import { askNotelab } from './ask-notelab.js';
import { maxRequestBytes, parseCredentialRequest } from './parse-credential-request.js';

/** Environment variable that names the unix socket where Notelab answers. */
const credentialSocketVariable = 'NOTELAB_CREDENTIAL_SOCKET';

const timeoutMs = 10_000;

async function main() {
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

async function readStandardInput() {
  /** @type {Buffer[]} */
  const chunks = [];
  let receivedBytes = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    receivedBytes += chunk.length;
    if (receivedBytes > maxRequestBytes) break;
  }
  return Buffer.concat(chunks);
}

await main();
