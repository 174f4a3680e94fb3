import { z } from 'zod';

/** C0, DEL and C1 control characters, and the marks that turn the direction of text around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** A name that people give to things: one line, at most 100 characters. */
export const DisplayName = z
  .string()
  .trim()
  .min(1, 'A name is needed.')
  .max(100, 'At most 100 characters.')
  .refine((name) => !unprintable.test(name), 'Control characters are not allowed.');

/** A name as people could have given it, made of one that a program gave; null when nothing is left of it. */
export function toDisplayName(name: string): string | null {
  const printable = name.toWellFormed().replace(new RegExp(unprintable, 'g'), ' ').trim();
  return DisplayName.safeParse(printable.slice(0, 100).toWellFormed()).data ?? null;
}

/**
 * Says why a text cannot be the name of one file or folder in a project, or null when it can.
 * `.git` in any spelling is refused because git would take the folder for a repository.
 */
export function whyNotFileName(name: string): string | null {
  if (name === '') return 'A name is needed.';
  if (!name.isWellFormed()) return 'The name holds half a character.';
  if (name === '.' || name === '..') return `“${name}” is not a name.`;
  if (name.includes('/') || name.includes('\\')) return 'A name cannot contain / or \\.';
  if (unprintable.test(name)) return 'Control characters are not allowed.';
  if (name.trim() !== name) return 'A name cannot begin or end with a space.';
  if (name.endsWith('.')) return 'A name cannot end with a dot.';
  if (
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\u200b-\u200d\ufeff]/g, '') === '.git'
  )
    return '“.git” belongs to git.';
  if (/^git~\d+$/i.test(name)) return 'This name means .git on some systems.';
  if (new TextEncoder().encode(name).length > 255) return 'The name is too long.';
  return null;
}

/** Says why a text cannot be the folder name of an integration, or null when it can. */
export function whyNotFolderName(name: string): string | null {
  if (name.startsWith('-')) return 'A folder name cannot begin with a dash.';
  if (name.startsWith('.')) return 'A folder name cannot begin with a dot.';
  if (name.length > 100) return 'At most 100 characters.';
  return whyNotFileName(name);
}

export const FolderName = z.string().superRefine((name, context) => {
  const reason = whyNotFolderName(name);
  if (reason) context.addIssue({ code: 'custom', message: reason });
});

/**
 * Says why a text cannot be a branch name, or null when it can. The rules of git-check-ref-format(1), and no
 * name that git's commands would read as an option or as a shorthand.
 */
export function whyNotBranchName(name: string): string | null {
  if (name === '') return 'A name is needed.';
  if (name.length > 200) return 'At most 200 characters.';
  if (name.startsWith('-')) return 'A branch name cannot begin with a dash.';
  if (name === '@' || name === 'HEAD' || name.includes('@{'))
    return 'Git gives this name a meaning of its own.';
  if (!name.isWellFormed()) return 'The name holds half a character.';
  if (unprintable.test(name) || /[ ~^:?*[\\]/.test(name)) return 'Spaces and ~ ^ : ? * [ \\ are not allowed.';
  if (name.includes('..') || name.includes('//')) return '“..” and “//” are not allowed.';
  if (name.endsWith('.') || name.startsWith('/') || name.endsWith('/'))
    return 'A branch name cannot end with a dot, nor begin or end with a slash.';
  for (const part of name.split('/')) {
    if (part.startsWith('.') || part.endsWith('.lock'))
      return 'No part may begin with a dot or end with “.lock”.';
  }
  return null;
}

export const BranchName = z.string().superRefine((name, context) => {
  const reason = whyNotBranchName(name);
  if (reason) context.addIssue({ code: 'custom', message: reason });
});

/**
 * A path inside a project, `/`-separated and relative; '' is the project's own folder. Whether it leaves the
 * project through a link is for the server to see.
 */
export const FilePath = z
  .string()
  .max(4096)
  .refine(
    (path) => path === '' || path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'Not a path inside the project.',
  )
  .refine((path) => !path.includes('\0') && path.isWellFormed(), 'Not a path inside the project.');
