import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import classes from './markdown.module.css';

type Katex = typeof import('katex').default;
let katex: Katex | null = null;

/** Set by KaTeX and its fonts, loaded when the first formula is shown; what it cannot read stays as it is written. */
export function Formula({ tex, display }: { tex: string; display: boolean }) {
  const loaded = useKatex();
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    // Not trusted: links, pictures and classes of its language are shut off, and so is what expands without end.
    loaded?.render(withoutLabels(tex), place.current!, {
      displayMode: display,
      throwOnError: false,
      errorColor: 'var(--nl-conflict)',
      strict: 'ignore',
      trust: false,
      maxSize: 40,
      maxExpand: 500,
    });
  }, [loaded, tex, display]);
  return (
    <span
      // What KaTeX puts there is not React's to change.
      key={loaded ? 'set' : 'written'}
      ref={place}
      className={display ? classes.formulaBlock : undefined}
    >
      {loaded ? null : <code>{tex}</code>}
    </span>
  );
}

/** Names for references, which are not followed here. */
const withoutLabels = (tex: string) => tex.replace(/\\label\{[^}]*\}/g, '');

function useKatex(): Katex | null {
  const [loaded, setLoaded] = useState<Katex | null>(() => katex);
  useEffect(() => {
    if (loaded) return;
    let gone = false;
    void Promise.all([import('katex'), import('katex/dist/katex.min.css')])
      .then(([module]) => {
        katex = module.default;
        if (!gone) setLoaded(() => katex);
      })
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [loaded]);
  return loaded;
}
