import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCredentialRequest } from './parse-credential-request.js';

const parse = (text: string) => parseCredentialRequest(Buffer.from(text, 'utf8'));

describe('parseCredentialRequest', () => {
  test('reads what git sends', () => {
    expect(parse('protocol=https\nhost=gitlab.com\npath=acme/analytics.git\nusername=oauth2\n')).toEqual({
      kind: 'request',
      request: { protocol: 'https', host: 'gitlab.com', path: 'acme/analytics.git' },
    });
  });

  test('accepts the blank line that may end a request', () => {
    expect(parse('protocol=https\nhost=gitlab.com:8443\n\n')).toEqual({
      kind: 'request',
      request: { protocol: 'https', host: 'gitlab.com:8443', path: '' },
    });
  });

  test('accepts the list attributes that newer git repeats', () => {
    const text =
      'capability[]=authtype\ncapability[]=state\nprotocol=https\nhost=h\nwwwauth[]=Basic realm="GitLab"\n';
    expect(parse(text)).toEqual({ kind: 'request', request: { protocol: 'https', host: 'h', path: '' } });
  });

  test('keeps everything after the first equals sign', () => {
    expect(parse('protocol=https\nhost=h\npath=a=b=c\n')).toMatchObject({ request: { path: 'a=b=c' } });
  });

  test.each([
    ['a carriage return that hides a second host', 'protocol=https\nhost=evil.test\rhost=gitlab.com\n'],
    ['Windows line ends', 'protocol=https\r\nhost=gitlab.com\r\n'],
    ['a NUL', 'protocol=https\nhost=gitlab.com\0.evil.test\n'],
    ['another control character', 'protocol=https\nhost=gitlab.com\u000b\n'],
    ['an escape character', 'protocol=https\nhost=\u001b[2Jgitlab.com\n'],
    ['a host given twice', 'protocol=https\nhost=gitlab.com\nhost=evil.test\n'],
    ['an unused key given twice', 'protocol=https\nhost=gitlab.com\nusername=a\nusername=b\n'],
    ['a last line without its newline', 'protocol=https\nhost=gitlab.com'],
    ['a line without an equals sign', 'protocol=https\nhost=gitlab.com\nnonsense\n'],
    ['a line without a key', 'protocol=https\nhost=gitlab.com\n=x\n'],
    ['text after the blank line', 'protocol=https\nhost=gitlab.com\n\nhost=evil.test\n'],
    ['no host', 'protocol=https\npath=a\n'],
    ['an empty host', 'protocol=https\nhost=\n'],
    ['no protocol', 'host=gitlab.com\n'],
    ['nothing at all', ''],
    ['more than 64 KiB', `protocol=https\nhost=h\npath=${'a'.repeat(64 * 1024)}\n`],
  ])('refuses %s', (_case, text) => {
    expect(parse(text)).toMatchObject({ kind: 'refused' });
  });

  test('refuses bytes that are not UTF-8', () => {
    const text = Buffer.concat([Buffer.from('protocol=https\nhost=gitlab'), Buffer.from([0xff, 0x0a])]);
    expect(parseCredentialRequest(text)).toMatchObject({ kind: 'refused' });
  });

  test('a parsed value never contains a line or a control character, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const text = Buffer.concat([Buffer.from('protocol=https\nhost=h\npath='), Buffer.from(noise)]);
        const parsed = parseCredentialRequest(Buffer.concat([text, Buffer.from('\n')]));
        if (parsed.kind === 'refused') return;
        expect(parsed.request.host).toBe('h');
        expect([...parsed.request.path].every((char) => char >= ' ' && char !== '\u007f')).toBe(true);
      }),
    );
  });
});
