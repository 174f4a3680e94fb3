import { describe, expect, test } from 'vitest';
import { findSecrets } from './secret-rules.ts';

/** Put together, so that no scanner takes this file for one that leaks. */
const made = (...parts: string[]) => parts.join('');
const random = 'kJ8sQ2vX7mP4wZ9tR3yL';

describe('what looks like a secret is found', () => {
  test.each([
    ['a GitLab token', made('glpat', '-', random)],
    ['a GitLab token', made('export T=glrt', '-t1_', random)],
    ['a private key', made('-----BEGIN ', 'PRIVATE KEY-----')],
    ['a private key', made('-----BEGIN OPENSSH ', 'PRIVATE KEY-----')],
    ['an AWS access key', made('key: AKIA', 'QWERTZUIOP123456')],
    ['an AWS secret key', made('aws_secret_access_key = ', random, random)],
    ['a GitHub token', made('ghp', '_', random, 'ABCDEFGHIJKLMNOP')],
    ['a Google API key', made('AIza', random, 'ABCDEFGHIJKLMNO')],
    ['a Slack token', made('xoxb', '-123456789012-', random)],
    ['a Stripe key', made('sk', '_live_', random)],
    ['an API key of an AI service', made('sk', '-ant-api03-', random)],
    ['a Hugging Face token', made('hf', '_', 'abcdefghijklmnopqrstuvwxyzABCDEFGH')],
    ['a package registry token', made('npm', '_', random, 'ABCDEFGHIJKLMNOP')],
    ['an Azure storage key', made('AccountKey=', 'a'.repeat(86), '==;')],
    ['a signed web token', made('Bearer ', 'eyJhbGciOiJIUzI1.', 'eyJzdWIiOiIxMjM0.', random)],
    ['a password in an address', made('postgres://admin:', 'h7Kq2mZp', '@db.internal/x')],
    ['a secret with a telling name', made('API_KEY = "', random, '"')],
    ['a secret with a telling name', made("os.environ['DB_PASSWORD'] = '", random, "'")],
    ['a secret with a telling name', made('   "client_secret: \\"', random, '\\"\\n",')],
  ])('%s: %s', (looksLike, line) => {
    const [found, ...more] = findSecrets(`first\n${line}\nlast`);
    expect(found).toMatchObject({ line: 2, looksLike });
    expect(more).toEqual([]);
  });
});

test.each([
  'token = os.environ["GITLAB_TOKEN"]',
  made('password = "$', '{DB_PASSWORD}"'),
  'API_KEY = "<your key here>"',
  'secret = "xxxxxxxxxxxxxxxx"',
  'password: "change_me_please1"',
  'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
  'https://gitlab.example.com/group/repo.git',
  'https://user:password@example.com/',
  made('postgres://admin:$', '{PASSWORD}@db/x'),
  'tokenizer = "bert-base-uncased-v2"',
  'def secret_sauce(token): return token',
  'token_path: "/home/user/.cache/token1.json"',
  '-----BEGIN PUBLIC KEY-----',
  'the secret of a good notebook: short cells',
])('%s is no secret', (line) => {
  expect(findSecrets(line)).toEqual([]);
});

test('an excerpt shows where, never what', () => {
  const [key, token] = [made('AKIA', 'QWERTZUIOP123456'), made('glpat', '-', random)];
  const found = findSecrets(`# config\r\nconnect(key="${key}", token="${token}")\r\n`);
  expect(found.map(({ looksLike }) => looksLike).sort()).toEqual(['a GitLab token', 'an AWS access key']);
  for (const { excerpt } of found) {
    expect(excerpt).toBe('connect(key="AKIA••••••••", token="glpa••••••••")');
    expect(excerpt).not.toContain(random);
  }
});

test('of a long line full of secrets some are named, and none is shown', () => {
  const found = findSecrets(`${made('AKIA', 'QWERTZUIOP123456')} `.repeat(9_500));
  expect(found).toHaveLength(20);
  for (const { excerpt } of found) expect(excerpt).not.toContain('QWERTZ');
});

test('long lines of data are not taken for secrets, and at most twenty of a text are named', () => {
  const image = `"image/png": "${'iVBORw0KGgoAAAANSUhEUgAAtoken'.repeat(50_000)}"`;
  const hostile = `${'a.a:'.repeat(400)}\n${'token'.repeat(390)}\n`.repeat(200);
  expect(findSecrets(`${image}\n${hostile}`)).toEqual([]);
  const many = `${made('glpat', '-', random)}\n`.repeat(1000);
  expect(findSecrets(many)).toHaveLength(20);
});
