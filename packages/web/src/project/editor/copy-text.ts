import { nameOf } from '../paths.ts';

/**
 * Puts a text on the clipboard, or, where the browser allows no clipboard (pages without https), hands it over as
 * a file. Tells which of the two it was.
 */
export async function copyText(text: string, path: string): Promise<'copied' | 'downloaded'> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = nameOf(path);
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    return 'downloaded';
  }
}
