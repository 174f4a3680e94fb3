import type { Secret } from './secret.ts';

const maxLength = 4000;
/** Of a longer text the rest is not looked at: an answer may be of any length. */
const maxRead = 4 * maxLength;

const patterns: [RegExp, string][] = [
  // User information in an address: `https://oauth2:token@host/`. Bounded, so that no text takes long.
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@]+@/gi, '$1[secret]@'],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, '$1 [secret]'],
  // GitLab's prefixed tokens (personal, OAuth secret, deploy, runner, CI job …); a branch may be `glossary-…`.
  [/\bgl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|wt|soat|ffct)-[A-Za-z0-9._-]{8,}/g, '[secret]'],
  // OAuth access and refresh tokens are 64 hexadecimal digits.
  [/\b[0-9a-f]{64}\b/gi, '[secret]'],
  [/\b((?:access|refresh|private|job)_token|client_secret|code_verifier)=[^\s&"']+/gi, '$1=[secret]'],
];

/** Takes known secrets and everything that looks like a GitLab credential out of a text; caps its length. */
export function redact(text: string, secrets: readonly Secret[] = []): string {
  let redacted = text;
  for (const secret of secrets) {
    const value = secret.reveal();
    if (value !== '') redacted = redacted.replaceAll(value, '[secret]');
  }
  redacted = redacted.slice(0, maxRead);
  for (const [pattern, replacement] of patterns) redacted = redacted.replace(pattern, replacement);
  return redacted.length > maxLength ? `${redacted.slice(0, maxLength)}…` : redacted;
}
