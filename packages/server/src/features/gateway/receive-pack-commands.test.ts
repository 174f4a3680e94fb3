import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toPktLine } from './pkt-lines.ts';
import { createPushCommandParser, type ParsedPushCommands } from './receive-pack-commands.ts';

const a = 'a'.repeat(40);
const b = 'b'.repeat(40);
const flush = Buffer.from('0000');
const body = (...lines: (string | Buffer)[]) =>
  Buffer.concat([...lines.map((line) => toPktLine(line)), flush]);
const parse = (bytes: Buffer): ParsedPushCommands => createPushCommandParser().push(bytes);
const complete = (bytes: Buffer) => {
  const parsed = parse(bytes);
  if (parsed.kind !== 'complete') throw new Error(JSON.stringify(parsed));
  return parsed;
};

describe('the command list of a push', () => {
  test('is read up to its flush; the pack is left alone', () => {
    const bytes = Buffer.concat([
      body(
        `${a} ${b} refs/heads/main\0 report-status side-band-64k agent=git/2.39.5\n`,
        `${b} ${a} refs/tags/v1\n`,
      ),
      Buffer.from('PACK....'),
    ]);
    expect(complete(bytes)).toEqual({
      kind: 'complete',
      commands: [
        { ref: 'refs/heads/main', oldOid: a, newOid: b },
        { ref: 'refs/tags/v1', oldOid: b, newOid: a },
      ],
      capabilities: ['report-status', 'side-band-64k', 'agent=git/2.39.5'],
      bytesAfter: 8,
    });
  });

  test('may begin with the borders of a shallow clone', () => {
    const { commands } = complete(body(`shallow ${a}\n`, `shallow ${b}`, `${a} ${b} refs/heads/main\0`));
    expect(commands).toEqual([{ ref: 'refs/heads/main', oldOid: a, newOid: b }]);
  });

  test('may use SHA-256', () => {
    const { commands } = complete(
      body(`${'c'.repeat(64)} ${'d'.repeat(64)} refs/heads/main\0object-format=sha256`),
    );
    expect(commands[0]?.newOid).toBe('d'.repeat(64));
  });

  test('is empty for the probe', () => {
    expect(complete(flush)).toEqual({ kind: 'complete', commands: [], capabilities: [], bytesAfter: 0 });
  });

  test('leaves push options behind the flush', () => {
    const bytes = Buffer.concat([
      body(`${a} ${b} refs/heads/main\0push-options`),
      body('ci.skip'),
      Buffer.from('PACK'),
    ]);
    expect(complete(bytes)).toMatchObject({ capabilities: ['push-options'], bytesAfter: 19 });
  });

  test('means the same however it is cut into pieces', () => {
    const bytes = Buffer.concat([
      body(`shallow ${a}`, `${a} ${b} refs/heads/ä\0report-status\n`),
      Buffer.from('PACK'),
    ]);
    const whole = complete(bytes);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: bytes.length })), (cuts) => {
        const parser = createPushCommandParser();
        let parsed: ParsedPushCommands = { kind: 'incomplete' };
        let from = 0;
        for (const to of [...new Set([...cuts, bytes.length])].sort((x, y) => x - y)) {
          parsed = parser.push(bytes.subarray(from, to));
          from = to;
          if (parsed.kind !== 'incomplete') break;
        }
        expect({ ...parsed, bytesAfter: 0 }).toEqual({ ...whole, bytesAfter: 0 });
      }),
    );
  });

  test.each<[string, Buffer]>([
    ['a push certificate', body('push-cert\0report-status\n')],
    [
      'capabilities on the second command',
      body(`${a} ${b} refs/heads/a\0x`, `${a} ${b} refs/heads/b\0push-options`),
    ],
    ['a second NUL', body(`${a} ${b} refs/heads/a\0x\0y`)],
    ['a newline inside a ref', body(`${a} ${b} refs/heads/a\nrefs/heads/b\0x`)],
    ['two newlines at the end', body(`${a} ${b} refs/heads/a\n\n`)],
    ['capital letters in an id', body(`${'A'.repeat(40)} ${b} refs/heads/a\0x`)],
    ['a short id', body(`${'a'.repeat(39)} ${b} refs/heads/a\0x`)],
    ['something before refs/', body(`${a} ${b} HEAD\0x`)],
    [
      'bytes that are not UTF-8',
      body(Buffer.concat([Buffer.from(`${a} ${b} refs/heads/`), Buffer.from([0xff])])),
    ],
    ['text', Buffer.from('GET / HTTP/1.1\r\n')],
    ['a pack without commands', Buffer.from('PACK\0\0\0\u0002')],
    ['a delimiter', Buffer.concat([Buffer.from('0001'), body(`${a} ${b} refs/heads/a\0x`)])],
    ['a length of three', Buffer.from('0003')],
    ['an empty line', body('', `${a} ${b} refs/heads/a\0x`)],
  ])('with %s is refused', (_case, bytes) => {
    expect(parse(bytes).kind).toBe('refused');
  });

  test('never ends in a pass for bytes that are noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
        const parsed = parse(Buffer.concat([Buffer.from('00'), noise]));
        expect(parsed.kind === 'complete' && parsed.commands.length > 0).toBe(false);
      }),
    );
  });

  test('is refused above 64 KiB, whether the lines end or not', () => {
    const line = toPktLine(`shallow ${a}`);
    const parser = createPushCommandParser();
    let parsed: ParsedPushCommands = { kind: 'incomplete' };
    let pushed = 0;
    while (parsed.kind === 'incomplete' && pushed < 1_000_000) {
      parsed = parser.push(line);
      pushed += line.length;
    }
    expect(parsed.kind).toBe('refused');
    expect(pushed).toBeLessThan(66_000);
    expect(parse(Buffer.concat(Array(2000).fill(line))).kind).toBe('refused');
  });
});
