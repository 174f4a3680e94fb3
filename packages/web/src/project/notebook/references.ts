import { parentOf } from '../paths.ts';

/** What a link or a picture of a notebook points to. */
export type Reference =
  | { kind: 'web'; url: string }
  /** A file of the project. */
  | { kind: 'file'; path: string }
  /** A heading of the same notebook. */
  | { kind: 'anchor'; name: string }
  /** Nothing that may be followed: other schemes, places outside of the project. */
  | { kind: 'none' };

/** @param notebookPath the file that the reference stands in; others are found from its folder */
export function resolveReference(written: string, notebookPath: string): Reference {
  // Browsers leave these out too: `java\nscript:` is a scheme to them.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those
  const address = written.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  if (address.startsWith('#')) return { kind: 'anchor', name: decode(address.slice(1)) ?? '' };
  if (/^(https?:\/\/|mailto:)/i.test(address))
    return URL.canParse(address) ? { kind: 'web', url: address } : { kind: 'none' };
  if (/^([a-z][a-z\d+.-]*:|[/\\]|$)/i.test(address)) return { kind: 'none' };
  const path = joinRelative(parentOf(notebookPath), decode(address.replace(/[?#].*$/s, '')));
  return path === null ? { kind: 'none' } : { kind: 'file', path };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Null when the way leads out of the project. */
function joinRelative(folder: string, relative: string | null): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of (relative ?? '').split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.length === 0 ? null : parts.join('/');
}

/** Where a picture of a markdown text is, and whether it may be loaded from there. */
export type PictureReference =
  | { kind: 'data'; source: string }
  | { kind: 'file'; path: string }
  /** Not loaded: its server would learn who reads this, and when. */
  | { kind: 'web'; url: string }
  | { kind: 'none' };

const carried = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml);/i;

/** @param attachments the pictures that the cell carries: name → address */
export function resolvePicture(
  written: string,
  notebookPath: string,
  attachments: ReadonlyMap<string, string>,
): PictureReference {
  if (carried.test(written)) return { kind: 'data', source: written };
  const attached = /^attachment:(.*)$/is.exec(written)?.[1];
  if (attached !== undefined) {
    const source = attachments.get(attached) ?? attachments.get(decode(attached) ?? '');
    return source === undefined ? { kind: 'none' } : { kind: 'data', source };
  }
  if (written.startsWith('//')) return { kind: 'web', url: `https:${written}` };
  const reference = resolveReference(written, notebookPath);
  return reference.kind === 'anchor' ? { kind: 'none' } : reference;
}
