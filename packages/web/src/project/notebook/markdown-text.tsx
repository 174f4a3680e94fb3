import { type ReactNode, useMemo } from 'react';
import { StaticCode } from '../editor/static-code.tsx';
import { type Shaping, toSafeElements } from '../outputs/safe-html.tsx';
import { rawFileUrl } from '../raw-file.ts';
import classes from './markdown.module.css';
import { markdownToHtml } from './markdown.ts';
import { Formula } from './math.tsx';
import { Picture } from './picture.tsx';
import { resolveReference } from './references.ts';
import { useNotebookView, type ViewContext } from './view-context.ts';

/** Longer texts are no texts for people; making them out would hold up the page. */
const mostCharacters = 200_000;
const noAttachments: ReadonlyMap<string, string> = new Map();

interface MarkdownTextProps {
  markdown: string;
  attachments?: ReadonlyMap<string, string>;
}

/** Markdown as it is meant to be read. Nothing in it can run, and nothing is loaded from other sites. */
export function MarkdownText({ markdown, attachments = noAttachments }: MarkdownTextProps) {
  const view = useNotebookView();
  const elements = useMemo(() => {
    if (markdown.length > mostCharacters) return <pre>{markdown}</pre>;
    return toSafeElements(markdownToHtml(markdown), shapingIn(view, attachments));
  }, [markdown, view, attachments]);
  return <div className={classes.markdown}>{elements}</div>;
}

/** How links, pictures, formulas and code are shown within a notebook. */
export function shapingIn(view: ViewContext, attachments = noAttachments): Shaping {
  return {
    link: (href, children) => link(view, href, children),
    picture: (source, alt, width) => (
      <Picture written={source} alt={alt} width={width} attachments={attachments} />
    ),
    formula: (tex, display) => <Formula tex={tex} display={display} />,
    code: (text, language) =>
      language === '' ? <pre>{text}</pre> : <StaticCode path={codeName(language)} text={text.trimEnd()} />,
  };
}

function link(view: ViewContext, href: string, children: ReactNode[]): ReactNode {
  const reference = resolveReference(href, view.path);
  switch (reference.kind) {
    case 'web':
      return (
        <a href={reference.url} target="_blank" rel="noopener noreferrer">
          {...children}
        </a>
      );
    case 'file':
      return (
        <a
          href={rawFileUrl(view.projectId, reference.path)}
          title={reference.path}
          onClick={(event) => {
            event.preventDefault();
            view.openFile(reference.path);
          }}
        >
          {...children}
        </a>
      );
    case 'anchor':
      return (
        <a
          href={`#${encodeURIComponent(reference.name)}`}
          onClick={(event) => {
            event.preventDefault();
            view.goToAnchor(reference.name);
          }}
        >
          {...children}
        </a>
      );
    case 'none':
      return <span>{...children}</span>;
  }
}

const endings: Record<string, string> = {
  python: 'py',
  python3: 'py',
  ipython: 'py',
  ipython3: 'py',
  bash: 'sh',
  shell: 'sh',
  console: 'sh',
  javascript: 'js',
  typescript: 'ts',
  markdown: 'md',
  julia: 'jl',
};
const codeName = (language: string) => `code.${endings[language.toLowerCase()] ?? language.toLowerCase()}`;
