const secretPatterns: [RegExp, string][] = [
  // user:password@ and token@ in URLs; bounded, so that no text takes long
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^/\s@'"]*@/gi, '$1[redacted]@'],
  // GitLab's token prefixes: personal, OAuth secret, deploy, trigger, runner, CI job, feed …
  [
    /\b(?:glpat|gloas|gldt|glptt|glrt|glcbt|glft|glsoat|glimt|glagent|GR1348941)-?[A-Za-z0-9_=.-]{8,}/g,
    '[redacted]',
  ],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+/gi, '$1 [redacted]'],
  [/\b(PRIVATE-TOKEN|JOB-TOKEN|Authorization)\s*:\s*(?!Bearer|Basic)\S+/gi, '$1: [redacted]'],
  [
    /\b((?:access_|refresh_|private_|job_|id_)?token|password|passwd|secret|pass)(["']?\s*[=:]\s*["']?)[^\s"'&,;]+/gi,
    '$1$2[redacted]',
  ],
  // the shape of a GitLab OAuth token after a word that announces one; bare hex stays, it may be a commit
  [/\b(oauth2?|key|credential)([\s=:]+)[0-9a-f]{64}\b/gi, '$1$2[redacted]'],
];

/** Removes secrets (URL userinfo, tokens, authorization headers, passwords) from text that people will read. */
export function redact(text: string): string {
  return secretPatterns.reduce(
    (result, [pattern, replacement]) => result.replace(pattern, replacement),
    text,
  );
}

/**
 * Removes terminal escape sequences and control characters (keeps newline and tab): a server's or a
 * repository's text must not be able to draw on a terminal or hide lines in a log.
 */
export function stripControls(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?/g, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '')
  );
}
