import type { LanguageSupport } from '@codemirror/language';
import { useEffect, useState } from 'react';
import { findLanguage } from './find-language.ts';

/** The language of a file by its name; null until it is loaded, or when none is known. */
export function useLanguage(path: string): LanguageSupport | null {
  const [language, setLanguage] = useState<LanguageSupport | null>(null);
  useEffect(() => {
    let gone = false;
    void findLanguage(path).then((found) => {
      if (!gone) setLanguage(found);
    });
    return () => {
      gone = true;
    };
  }, [path]);
  return language;
}
