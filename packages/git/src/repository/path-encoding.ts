/**
 * Git paths are bytes; JavaScript, JSON, URLs and the browser want well-formed strings. Valid UTF-8 decodes as
 * usual; every byte that is not part of valid UTF-8 becomes one private-use character U+F780…U+F7FF (the byte
 * plus 0xF700). Lone surrogates, as Python's "surrogateescape" makes them (PEP 383), would not pass through
 * `encodeURIComponent`. A real U+F780…U+F7FF in a name is escaped byte by byte, so nothing is ambiguous.
 */

const escapeBase = 0xf700;
const escaped = /[\uf780-\uf7ff]/;
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes from git → string. Never fails; `encodePath` gives the same bytes back. */
export function decodePath(bytes: Uint8Array): string {
  try {
    const text = strictUtf8.decode(bytes);
    if (!escaped.test(text)) return text;
  } catch {
    // Not UTF-8: decoded piece by piece below.
  }
  return decodeWithEscapes(bytes);
}

/**
 * String from `decodePath` (or typed by a user) → bytes for git.
 * @throws RangeError on a lone surrogate: no file name decodes to one
 */
export function encodePath(path: string): Buffer {
  if (!path.isWellFormed()) throw new RangeError('The path contains a lone surrogate');
  if (!escaped.test(path)) return Buffer.from(path, 'utf8');
  return Buffer.concat(
    Array.from(path, (character) =>
      escaped.test(character)
        ? Buffer.of(character.charCodeAt(0) - escapeBase)
        : Buffer.from(character, 'utf8'),
    ),
  );
}

function decodeWithEscapes(bytes: Uint8Array): string {
  let text = '';
  let index = 0;
  while (index < bytes.length) {
    const length = validSequenceLength(bytes, index);
    if (length === 0) {
      text += String.fromCharCode(escapeBase + bytes[index]!);
      index += 1;
    } else {
      text += strictUtf8.decode(bytes.subarray(index, index + length));
      index += length;
    }
  }
  return text;
}

/** Length of the valid UTF-8 sequence that starts here, 0 when there is none (Unicode, table 3-7). */
function validSequenceLength(bytes: Uint8Array, start: number): number {
  const lead = bytes[start]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || start + length > bytes.length) return 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  const second = bytes[start + 1]!;
  // U+F780…U+F7FF stand for escaped bytes, so the characters themselves must be escaped too.
  if (lead === 0xef && (second === 0x9e || second === 0x9f)) return 0;
  if (second < lowest || second > highest) return 0;
  for (let index = start + 2; index < start + length; index++) {
    if ((bytes[index]! & 0xc0) !== 0x80) return 0;
  }
  return length;
}
