/** Something in a text that should not leave the house. */
export interface FoundSecret {
  /** Counted from 1. */
  line: number;
  /** What it looks like: “a GitLab token”. */
  looksLike: string;
  /** The secret itself; never shown. */
  secret: string;
  /** Its line, with every secret in it masked. */
  excerpt: string;
}

interface Rule {
  looksLike: string;
  /** What is secret is the group `secret`, or all of it. */
  pattern: RegExp;
  /** Rules that guess by names and shapes, not by a mark of their own: not for long lines of data. */
  guesses?: true;
  isReal?(secret: string): boolean;
}

const rules: Rule[] = [
  {
    looksLike: 'a GitLab token',
    pattern:
      /\b(?:gl(?:pat|oas|dt|rt|rtr|cbt|ptt|ft|imt|agent|soat|ffct|wt)-[\w-]{20,}(?:\.[\w.-]+)?|GR1348941[\w-]{20})/g,
  },
  {
    looksLike: 'a private key',
    pattern: /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----/g,
  },
  {
    looksLike: 'an AWS access key',
    pattern: /\b(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]{16}\b/g,
    isReal: (secret) => !secret.endsWith('EXAMPLE'),
  },
  {
    looksLike: 'an AWS secret key',
    pattern: /aws_?secret_?(?:access_?)?key\W{1,8}(?<secret>[A-Za-z0-9/+=]{40})(?![A-Za-z0-9/+=])/gi,
    isReal: (secret) => !secret.endsWith('EXAMPLEKEY'),
    guesses: true,
  },
  { looksLike: 'a GitHub token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})/g },
  { looksLike: 'a Google API key', pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  {
    looksLike: 'a Slack token',
    pattern: /\bxox[abeoprs]-[\w-]{10,}|hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{16,}/g,
  },
  { looksLike: 'a Stripe key', pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}/g },
  {
    looksLike: 'an API key of an AI service',
    pattern: /\bsk-(?:(?:ant|proj|svcacct|or)-[\w-]{20,}|[A-Za-z0-9]{40,})/g,
  },
  { looksLike: 'a Hugging Face token', pattern: /\bhf_[A-Za-z]{30,}\b/g },
  { looksLike: 'a package registry token', pattern: /\bnpm_[A-Za-z0-9]{36}\b|\bpypi-AgE[\w-]{50,}/g },
  { looksLike: 'an Azure storage key', pattern: /AccountKey=(?<secret>[A-Za-z0-9+/]{86}==)/g },
  {
    looksLike: 'a signed web token',
    pattern: /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/g,
    guesses: true,
  },
  {
    looksLike: 'a password in an address',
    pattern: /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s:/@"'\\]{1,100}:(?<secret>[^\s:/@"'\\]{6,200})@/gi,
    guesses: true,
    isReal: isNoPlaceholder,
  },
  {
    looksLike: 'a secret with a telling name',
    pattern:
      /(?:api_?key|secret|token|passwo?r?d|passwd|credential|access_?key|private_?key)[\w-]{0,20}\\?["']?\]?\s{0,4}(?:=|:=|:|=>)\s{0,4}\\?["'](?<secret>[^\s"'\\]{12,200})\\?["']/gi,
    guesses: true,
    isReal: (secret) => isNoPlaceholder(secret) && looksRandom(secret),
  },
];

/** One quick pass finds the lines that are worth the rules. */
const hints =
  /gl[a-z]{2,5}-|GR1348941|PRIVATE KEY|AKIA|ASIA|AIDA|AROA|gh[pousr]_|github_pat_|AIza|xox[abeoprs]-|slack\.com|k_live_|\bsk-|hf_|npm_|pypi-|AccountKey|eyJ|:\/\/[^\s/]*@|api_?key|secret|token|passw|credential|access_?key|private_?key/gi;

const longestGuessedLine = 2_000;
const longestLine = 200_000;
const mostPerText = 20;

/** Finds what looks like a secret, by marks that tokens carry and by names that people give. */
export function findSecrets(text: string): FoundSecret[] {
  const found: FoundSecret[] = [];
  let line = 1;
  let counted = 0;
  hints.lastIndex = 0;
  for (let hint = hints.exec(text); hint && found.length < mostPerText; hint = hints.exec(text)) {
    const start = text.lastIndexOf('\n', hint.index) + 1;
    const newline = text.indexOf('\n', hint.index);
    const end = newline < 0 ? text.length : newline;
    for (let at = text.indexOf('\n', counted); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) {
      line++;
      counted = at + 1;
    }
    hints.lastIndex = Math.max(end, hint.index + 1);
    found.push(...findInLine(text.slice(start, end), line));
  }
  return found.slice(0, mostPerText);
}

function findInLine(text: string, line: number): FoundSecret[] {
  if (text.length > longestLine) return [];
  const hits: { looksLike: string; secret: string; at: number }[] = [];
  for (const { pattern, looksLike, guesses, isReal } of rules) {
    if (guesses && text.length > longestGuessedLine) continue;
    for (const match of text.matchAll(pattern)) {
      const secret = match.groups?.secret ?? match[0];
      const at = match.index + match[0].lastIndexOf(secret);
      const isKnown = hits.some((hit) => at < hit.at + hit.secret.length && hit.at < at + secret.length);
      if (!isKnown && (isReal?.(secret) ?? true)) hits.push({ looksLike, secret, at });
    }
  }
  const inOrder = hits.toSorted((a, b) => a.at - b.at);
  // No more are named, and for each all are looked at once more.
  return hits.slice(0, mostPerText).map(({ looksLike, secret, at }) => ({
    line,
    looksLike,
    secret,
    excerpt: toExcerpt(text, at, inOrder),
  }));
}

const shownAround = 60;

function toExcerpt(text: string, around: number, inOrder: { secret: string; at: number }[]): string {
  const from = Math.max(0, around - shownAround);
  let excerpt = '';
  let at = from;
  for (const hit of inOrder) {
    const isAnnounced = hit.secret.startsWith('-----BEGIN');
    // One that begins before what is shown must not end in it.
    if (hit.at < at && !isAnnounced) at = Math.max(at, hit.at + hit.secret.length);
    if (hit.at < at || hit.at > around + shownAround || isAnnounced) continue;
    excerpt += `${text.slice(at, hit.at)}${hit.secret.slice(0, 4)}••••••••`;
    at = hit.at + hit.secret.length;
  }
  excerpt += text.slice(at, Math.max(at, around + shownAround));
  return `${from > 0 ? '…' : ''}${excerpt.trim()}`;
}

/** `${PASSWORD}`, `<your token>`, `xxxxxxxx`, `changeme`, `os.environ[…]` and the like. */
function isNoPlaceholder(secret: string): boolean {
  if (/[${<>}%*[\]()]|\.\.\./.test(secret)) return false;
  if (/^(.)\1*$/.test(secret)) return false;
  return !/example|placeholder|change_?me|your[-_]|dummy|redacted|xxxx|password|passwort|secret|12345/i.test(
    secret,
  );
}

const leastBitsPerCharacter = 3.2;

/** Letters and digits in no order that a person would type: in turns, and by Shannon's measure of the characters. */
function looksRandom(secret: string): boolean {
  const isMixed = secret
    .split(/[-_./:]+/)
    .some((piece) => (piece.match(/[a-z](?=\d)|\d(?=[a-z])/gi) ?? []).length >= 3);
  if (!isMixed) return false;
  const counts = new Map<string, number>();
  for (const character of secret) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / secret.length) * Math.log2(count / secret.length);
  return bits >= leastBitsPerCharacter;
}
