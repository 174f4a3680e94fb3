// @ts-check

/**
 * What git asks a credential helper for. `path` is empty when git sent none (`credential.useHttpPath` unset).
 * @typedef {{ protocol: string, host: string, path: string }} CredentialRequest
 */

/**
 * @typedef {{ kind: 'request', request: CredentialRequest }
 *   | { kind: 'refused', reason: string }} ParsedCredentialRequest
 */

/** More than git ever sends; a larger input is not git. */
export const maxRequestBytes = 64 * 1024;

/**
 * Reads the attribute lines of git-credential(1) ("INPUT/OUTPUT FORMAT"): `key=value`, each ended by `\n`,
 * up to a blank line or the end.
 *
 * Only `\n` ends a line. Whatever git itself would never write (another control character, a key given
 * twice, an unfinished line, invalid UTF-8) is refused as a whole: a value that two readers split
 * differently is how `host=evil\rhost=gitlab.com` obtains another host's credential.
 * @param {Buffer} text
 * @returns {ParsedCredentialRequest}
 */
export function parseCredentialRequest(text) {
  if (text.length > maxRequestBytes) return refused('the request is larger than 64 KiB');
  /** @type {string} */
  let decoded;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch {
    return refused('the request is not UTF-8');
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the point
  if (/[\u0000-\u0009\u000b-\u001f\u007f]/.test(decoded)) {
    return refused('the request contains a control character');
  }
  if (!decoded.endsWith('\n')) return refused('the last line is not ended');

  const lines = decoded.slice(0, -1).split('\n');
  const end = lines.indexOf('');
  if (end !== -1 && end !== lines.length - 1) return refused('there is text after the blank line');

  /** @type {Map<string, string>} */
  const attributes = new Map();
  for (const line of end === -1 ? lines : lines.slice(0, end)) {
    const equals = line.indexOf('=');
    if (equals < 1) return refused('a line is not key=value');
    const key = line.slice(0, equals);
    // Keys ending in [] are lists (`wwwauth[]`, `capability[]`): git repeats them, and none is used here.
    if (key.endsWith('[]')) continue;
    if (attributes.has(key)) return refused('a key is given twice');
    attributes.set(key, line.slice(equals + 1));
  }

  const protocol = attributes.get('protocol');
  const host = attributes.get('host');
  if (!protocol) return refused('the protocol is missing');
  if (!host) return refused('the host is missing');
  return { kind: 'request', request: { protocol, host, path: attributes.get('path') ?? '' } };
}

/**
 * @param {string} reason
 * @returns {ParsedCredentialRequest}
 */
function refused(reason) {
  return { kind: 'refused', reason };
}
