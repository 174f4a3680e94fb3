import { describe, expect, test } from 'vitest';
import { toPktLine } from './pkt-lines.ts';
import { readUploadPackReply } from './upload-pack-reply.ts';
import { parseUploadPackRequest } from './upload-pack-request.ts';

const a = 'a'.repeat(40);
const b = 'b'.repeat(40);
const c = 'c'.repeat(40);
const special = { flush: Buffer.from('0000'), delimiter: Buffer.from('0001') };
const lines = (...parts: (string | Buffer)[]) =>
  Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? part : toPktLine(part))));

describe('a request to upload-pack', () => {
  test('of protocol v2 is a command with its arguments', () => {
    const fetch = lines('command=fetch', 'agent=git/2', special.delimiter, `want ${a}\n`, `want ${b}\n`);
    const rest = lines(`want ${b}\n`, `have ${c}\n`, `have ${a}\n`, 'done\n', special.flush);
    expect(parseUploadPackRequest(Buffer.concat([fetch, rest]))).toEqual({
      command: 'fetch',
      wants: new Set([a, b]),
      haves: new Set([c, a]),
    });
    expect(parseUploadPackRequest(lines('command=ls-refs\n', special.flush)).command).toBe('ls-refs');
    expect(parseUploadPackRequest(lines('command=object-info\n', special.flush)).command).toBe('other');
  });

  test('of older protocols is a fetch, with capabilities behind the first commit', () => {
    const body = lines(`want ${a} side-band-64k ofs-delta\n`, `want ${b}\n`, special.flush, 'done\n');
    expect(parseUploadPackRequest(body)).toEqual({
      command: 'fetch',
      wants: new Set([a, b]),
      haves: new Set(),
    });
  });

  test('that is none asks for nothing', () => {
    expect(parseUploadPackRequest(Buffer.from('hello')).wants.size).toBe(0);
    expect(parseUploadPackRequest(lines(`want ${a.slice(1)}`, 'want', `wanted ${a}`)).wants.size).toBe(0);
  });
});

function read(bytes: Buffer, pieceBytes = bytes.length) {
  const reply = readUploadPackReply();
  for (let at = 0; at < bytes.length; at += pieceBytes) reply.push(bytes.subarray(at, at + pieceBytes));
  return reply;
}

describe('the answer to a fetch', () => {
  test.each([1, 9, 4000])('of protocol v2 says which refs it brings, in pieces of %d bytes', (pieceBytes) => {
    const bytes = lines(
      ...['acknowledgments\n', `ACK ${b}\n`, `ACK ${c}\n`, 'ready\n', special.delimiter],
      ...['wanted-refs\n', `${a} refs/heads/main\n`, special.delimiter],
      ...['packfile\n', '\u0001PACK…'],
    );
    const reply = read(bytes, pieceBytes);
    expect(reply.bringsPack()).toBe(true);
    expect(reply.wantedRefs()).toEqual([{ ref: 'refs/heads/main', oid: a }]);
  });

  test.each([
    ['in the sideband', lines('NAK\n', '\u0002Enumerating objects', '\u0001PACK…')],
    ['bare', Buffer.concat([lines(`ACK ${a}\n`), Buffer.from('PACK\0\0')])],
    ['of a shallow clone', lines(`shallow ${a}`, special.flush, 'NAK\n', '\u0001PACK…')],
  ])('of older protocols brings its pack %s', (_case, bytes) => {
    expect(read(bytes).bringsPack()).toBe(true);
  });

  test.each([
    ['a round of negotiation', lines('acknowledgments\n', 'NAK\n', special.flush)],
    ['an older one', lines(`ACK ${a} common\n`, 'NAK\n')],
    ['a page', Buffer.from('<html>PACK')],
    ['nothing', Buffer.alloc(0)],
  ])('is not complete with %s', (_case, bytes) => {
    expect(read(bytes).bringsPack()).toBe(false);
  });
});
