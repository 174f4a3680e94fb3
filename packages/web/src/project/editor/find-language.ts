import { LanguageDescription, type LanguageSupport } from '@codemirror/language';
import { languages } from '@codemirror/language-data';
import { nameOf } from '../paths.ts';

/** Endings that the language list does not know. */
const more: Record<string, string> = {
  ipynb: 'JSON',
  jsonl: 'JSON',
  pyi: 'Python',
  lock: 'TOML',
  cfg: 'Properties files',
};

/** Loads the language of a file by its name; null when none is known or it cannot be loaded. */
export async function findLanguage(path: string): Promise<LanguageSupport | null> {
  const name = nameOf(path);
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const description =
    LanguageDescription.matchFilename(languages, name) ??
    (more[ending] ? LanguageDescription.matchLanguageName(languages, more[ending]) : null);
  return (await description?.load().catch(() => null)) ?? null;
}
