export type GitService = 'git-upload-pack' | 'git-receive-pack';

export interface GitRequestPath {
  projectPath: string;
  endpoint: 'info/refs' | GitService;
  /** False when the address lacks `.git`. */
  hasSuffix: boolean;
}

/** Reads a smart HTTP address below the base path; null when it is none. */
export function parseGitPath(rawPath: string): GitRequestPath | null {
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return null;
  }
  const match = /^\/(.+?)(\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path);
  if (!match || match[1]!.includes('/-/')) return null;
  return {
    projectPath: match[1]!,
    endpoint: match[3] as GitRequestPath['endpoint'],
    hasSuffix: match[2] !== undefined,
  };
}
