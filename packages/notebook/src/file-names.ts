/** A notebook's file as it is now. */
export interface NotebookFileName {
  notebookId: string;
  fileName: string;
}

/** Beyond so many bytes some disks refuse a name; a suffix and an extension must still fit. */
const mostBytes = 200;
// biome-ignore lint/suspicious/noControlCharactersInRegex: no file name may have them
const unsafe = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;
/** Windows keeps these for devices. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;

/** A notebook's name as a file can have it, without extension. */
export function toFileName(name: string): string {
  const safe = name.toWellFormed().normalize('NFC').replace(unsafe, '-').replace(/\s+/g, ' ');
  // Neither hidden, nor an option, nor with an end that Windows drops.
  const trimmed = cut(safe).replace(/^[\s.~-]+|[\s.-]+$/g, '');
  if (trimmed === '') return 'notebook';
  return reserved.test(trimmed) ? `${trimmed}-notebook` : trimmed;
}

/**
 * A file name for every notebook, by its id. A notebook keeps the file it has while that goes with its name;
 * names that would be the same file, on disks that do not tell capitals apart too, get a number.
 * @param extension with its dot
 * @param existing the files there are; those of notebooks that are not named now are not touched
 */
export function assignFileNames(
  notebooks: { id: string; name: string }[],
  extension: string,
  existing: NotebookFileName[] = [],
): Map<string, string> {
  const named = new Set(notebooks.map(({ id }) => id));
  const current = new Map(existing.map(({ notebookId, fileName }) => [notebookId, fileName]));
  const taken = new Set(
    existing.filter(({ notebookId }) => !named.has(notebookId)).map(({ fileName }) => folded(fileName)),
  );
  const result = new Map<string, string>();
  const give = (id: string, fileName: string) => {
    taken.add(folded(fileName));
    result.set(id, fileName);
  };
  for (const { id, name } of notebooks) {
    const has = current.get(id);
    if (has !== undefined && !taken.has(folded(has)) && goesWith(has, toFileName(name), extension))
      give(id, has);
  }
  for (const { id, name } of notebooks) {
    if (result.has(id)) continue;
    const base = toFileName(name);
    let fileName = base + extension;
    for (let number = 2; taken.has(folded(fileName)); number++) fileName = `${base}-${number}${extension}`;
    give(id, fileName);
  }
  return result;
}

function goesWith(fileName: string, base: string, extension: string): boolean {
  if (!fileName.endsWith(extension)) return false;
  const stem = fileName.slice(0, -extension.length);
  return stem === base || (stem.startsWith(`${base}-`) && /^\d+$/.test(stem.slice(base.length + 1)));
}

const folded = (fileName: string) => fileName.normalize('NFC').toLowerCase();

function cut(text: string): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let end = 0;
  for (const letter of text) {
    bytes += encoder.encode(letter).length;
    if (bytes > mostBytes) break;
    end += letter.length;
  }
  return text.slice(0, end);
}
