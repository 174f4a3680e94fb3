/** An instance's address as people say it: without the scheme. */
export function hostOf({ url }: { url: string }): string {
  return url.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
