// @ts-check

import { connect } from 'node:net';
import { parseCredentialAnswer } from './parse-credential-answer.js';

/** @import { CredentialAnswer } from './parse-credential-answer.js' */
/** @import { CredentialRequest } from './parse-credential-request.js' */

const maxAnswerBytes = 64 * 1024;

/** @type {CredentialAnswer} */
const unreachable = {
  kind: 'message',
  message: 'Notelab did not answer. Git cannot sign in to GitLab from here.',
};

/**
 * Sends the request as one JSON line to Notelab's unix socket and waits for one JSON line.
 * Never rejects: a socket that is gone, silent for `timeoutMs` or talking nonsense becomes an answer too.
 * @param {string} socketPath
 * @param {CredentialRequest} request
 * @param {number} timeoutMs
 * @returns {Promise<CredentialAnswer>}
 */
export function askNotelab(socketPath, request, timeoutMs) {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    /** @type {Buffer[]} */
    const chunks = [];
    let receivedBytes = 0;

    /** @param {CredentialAnswer} answer */
    const settle = (answer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(unreachable), timeoutMs);

    socket.on('connect', () => {
      const { protocol, host, path } = request;
      socket.write(`${JSON.stringify({ protocol, host, path })}\n`);
    });
    socket.on('data', (chunk) => {
      receivedBytes += chunk.length;
      if (receivedBytes > maxAnswerBytes) return settle({ kind: 'nothing' });
      chunks.push(chunk);
      if (!chunk.includes(0x0a)) return;
      const text = Buffer.concat(chunks).toString('utf8');
      settle(parseCredentialAnswer(text.slice(0, text.indexOf('\n'))));
    });
    socket.on('end', () => settle({ kind: 'nothing' }));
    socket.on('error', () => settle(unreachable));
  });
}
