export type LfsEndpoint =
  | { kind: 'batch' | 'legacy' | 'locks' | 'verify' }
  | { kind: 'unlock'; id: string }
  | { kind: 'object'; oid: string }
  | { kind: 'upload'; oid: string; size: number };

export interface LfsRequestPath {
  projectPath: string;
  endpoint: LfsEndpoint;
}

const shapes: [RegExp, (...parts: string[]) => LfsEndpoint][] = [
  [/^info\/lfs\/objects\/batch$/, () => ({ kind: 'batch' })],
  [/^info\/lfs\/objects(?:\/.*)?$/, () => ({ kind: 'legacy' })],
  [/^info\/lfs\/locks$/, () => ({ kind: 'locks' })],
  [/^info\/lfs\/locks\/verify$/, () => ({ kind: 'verify' })],
  [/^info\/lfs\/locks\/([0-9]+)\/unlock$/, (id = '') => ({ kind: 'unlock', id })],
  [/^gitlab-lfs\/objects\/([0-9a-f]{64})$/, (oid = '') => ({ kind: 'object', oid })],
  [
    /^gitlab-lfs\/objects\/([0-9a-f]{64})\/([0-9]+)$/,
    (oid = '', size = '') => ({ kind: 'upload', oid, size: Number(size) }),
  ],
];

/** Reads an address of the Git LFS API or of its storage below the base path; null when it is none. */
export function parseLfsPath(rawPath: string): LfsRequestPath | null {
  const match = /^\/(.+?)\.git\/((?:info\/lfs|gitlab-lfs)\/.+)$/.exec(rawPath);
  if (!match) return null;
  const [, projectPath = '', rest = ''] = match;
  for (const [shape, toEndpoint] of shapes) {
    const found = shape.exec(rest);
    if (found) return { projectPath, endpoint: toEndpoint(...found.slice(1)) };
  }
  return null;
}
