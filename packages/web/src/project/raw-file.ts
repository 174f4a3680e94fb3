/**
 * The address of a file's bytes. Pictures are shown by it, everything else is a download.
 * @param version changes with the content, so that a changed picture is loaded again
 */
export function rawFileUrl(projectId: string, path: string, version?: string): string {
  const query = new URLSearchParams({ path });
  if (version !== undefined) query.set('version', version);
  return `/api/projects/${encodeURIComponent(projectId)}/raw?${query}`;
}

/** The address that downloads a file, whatever it is. */
export function downloadUrl(projectId: string, path: string): string {
  return `${rawFileUrl(projectId, path)}&download=1`;
}
