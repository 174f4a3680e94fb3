const loopback = /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

/** Why an instance cannot reach Notelab, as a sentence; null as far as nothing is known against it. */
export function findUnreachable(
  instance: { name: string; url: string; sandbox: boolean },
  publicUrl: string,
): string | null {
  const isHere = (url: string) => loopback.test(new URL(url).hostname);
  if (!isHere(publicUrl) || instance.sandbox || isHere(instance.url)) return null;
  return `Notelab is at ${publicUrl}, where only this machine reaches it, so ${instance.name} cannot tell it of pushes. Whoever runs Notelab can give it an address with NOTELAB_PUBLIC_URL.`;
}
