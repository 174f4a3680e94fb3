/** Why git failed, as far as its words tell. */
export type GitFailureReason =
  | 'authentication-failed'
  | 'forbidden'
  | 'repository-not-found'
  | 'repository-archived'
  | 'repository-read-only'
  | 'gateway-refused'
  | 'redirected'
  | 'network'
  | 'too-slow'
  | 'certificate'
  | 'protocol-not-allowed'
  | 'bad-objects'
  | 'disk-full'
  | 'permission-denied'
  | 'lock-held'
  | 'would-overwrite'
  | 'not-a-repository'
  | 'corrupt-repository'
  | 'unknown';

/** First match wins: what a server says about itself is more exact than git's own line about it. */
const patterns: [RegExp, GitFailureReason][] = [
  [/no space left on device|disk quota exceeded/i, 'disk-full'],
  [
    /unable to create '.*\.lock': file exists|another git process seems to be running|cannot lock ref .*file exists/i,
    'lock-held',
  ],
  [/would be overwritten by|would lose untracked files|not uptodate\. cannot merge/i, 'would-overwrite'],
  [/not a git repository/i, 'not-a-repository'],
  // Of this repository, so not what a server said ("remote: …"); before all that looks for a word anywhere.
  [
    /^(?:fatal|error): .*(?:bad object|bad tree object|unable to read tree|object file .* is empty|loose object .* is corrupt|far too short to be a packfile|does not match index|index file smaller than expected|index file corrupt|bad signature|bad config (?:line|file)|unexpected line in .*packed-refs|expected git repo version|branch appears to be broken)/im,
    'corrupt-repository',
  ],
  [/can't push code to an archived project|project is archived/i, 'repository-archived'],
  [/temporarily read-only|read-only gitlab instance/i, 'repository-read-only'],
  [
    /you are not allowed to (?:push|upload|download|force push|create|delete|access)|(?:pulling|pushing) over http is not allowed|does not have write access|insufficient permission|denied to user/i,
    'forbidden',
  ],
  [
    /project you were looking for could not be found|a repository for this project does not exist yet|repository .* not found|repository not found|returned error: 404|does not appear to be a git repository/i,
    'repository-not-found',
  ],
  [
    /http basic: access denied|authentication failed|could not read (?:username|password)|invalid username or password|returned error: 401|terminal prompts disabled/i,
    'authentication-failed',
  ],
  [/returned error: 403|access denied/i, 'forbidden'],
  [/unable to update url base from redirection|returned error: 30\d/i, 'redirected'],
  [/returned error: (?:502|503|504)/i, 'network'],
  [
    /(?:failed|couldn't|could not) (?:to )?connect to (?:127\.0\.0\.1|localhost)|notelab gateway/i,
    'gateway-refused',
  ],
  [/operation too slow|timed out|timeout/i, 'too-slow'],
  [/ssl|certificate|tls/i, 'certificate'],
  [
    /could ?n[o']t resolve (?:host|proxy)|failed to connect|couldn't connect|could not connect|connection (?:was )?(?:reset|refused|aborted|closed)|network is unreachable|early eof|unexpected disconnect|remote end hung up|rpc failed|empty reply from server|returned error: 5\d\d/i,
    'network',
  ],
  [
    /transport '.*' not allowed|protocol .* not (?:allowed|supported)|unable to find remote helper/i,
    'protocol-not-allowed',
  ],
  [/fsck error|invalid index-pack output|hasdotgit|gitmodules/i, 'bad-objects'],
  [/permission denied|operation not permitted/i, 'permission-denied'],
];

/** Classifies git's error output, including the texts of GitLab's git access checks. */
export function explainGitError(stderr: string): GitFailureReason {
  return patterns.find(([pattern]) => pattern.test(stderr))?.[1] ?? 'unknown';
}
