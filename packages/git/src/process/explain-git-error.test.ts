import { expect, test } from 'vitest';
import { explainGitError } from './explain-git-error.ts';

test.each([
  ["fatal: Authentication failed for 'http://127.0.0.1:1/x'", 'authentication-failed'],
  ['remote: HTTP Basic: Access denied. The provided password or token is incorrect', 'authentication-failed'],
  [
    "fatal: could not read Username for 'https://gitlab.com': terminal prompts disabled",
    'authentication-failed',
  ],
  [
    "remote: The project you were looking for could not be found or you don't have permission to view it.\nfatal: repository 'https://gitlab.com/a/b.git/' not found",
    'repository-not-found',
  ],
  [
    'remote: You are not allowed to push code to this project.\nfatal: The requested URL returned error: 403',
    'forbidden',
  ],
  ['remote: You are not allowed to download code from this project.', 'forbidden'],
  ['fatal: unable to access: The requested URL returned error: 403', 'forbidden'],
  ["remote: You can't push code to an archived project.", 'repository-archived'],
  ['remote: The repository is temporarily read-only. Please try again later.', 'repository-read-only'],
  ["fatal: unable to access 'https://x/': Could not resolve host: x", 'network'],
  ["fatal: unable to access 'https://x/': The requested URL returned error: 502", 'network'],
  ['fatal: early EOF\nfatal: fetch-pack: invalid index-pack output', 'network'],
  ["fatal: unable to access 'http://127.0.0.1:9/': Failed to connect to 127.0.0.1 port 9", 'gateway-refused'],
  ['error: RPC failed; curl 28 Operation too slow. Less than 1000 bytes/sec', 'too-slow'],
  ['fatal: SSL certificate problem: self-signed certificate in certificate chain', 'certificate'],
  ["fatal: transport 'file' not allowed", 'protocol-not-allowed'],
  ['fatal: write error: No space left on device', 'disk-full'],
  ["fatal: Unable to create '/p/.git/index.lock': File exists.", 'lock-held'],
  ['error: Your local changes to the following files would be overwritten by checkout:', 'would-overwrite'],
  ['fatal: not a git repository (or any of the parent directories): .git', 'not-a-repository'],
  ['error: object 123: hasDotgit: contains .git\nfatal: fsck error in packed object', 'bad-objects'],
  ['fatal: bad object HEAD', 'corrupt-repository'],
  ['fatal: bad object refs/heads/ssl-certificates', 'corrupt-repository'],
  ['fatal: .git/index: index file smaller than expected', 'corrupt-repository'],
  ['error: packfile .git/objects/pack/pack-1.pack does not match index', 'corrupt-repository'],
  ['fatal: loose object 123 (stored in .git/objects/1/23) is corrupt', 'corrupt-repository'],
  ['fatal: bad config line 1 in file .git/config', 'corrupt-repository'],
  ['fatal: unexpected line in .git/packed-refs: nonsense', 'corrupt-repository'],
  ['remote: fatal: bad object HEAD\nfatal: the remote end hung up unexpectedly', 'network'],
  ['fatal: something nobody has seen', 'unknown'],
])('%s → %s', (stderr, reason) => {
  expect(explainGitError(stderr)).toBe(reason);
});
