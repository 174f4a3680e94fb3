import type { LanguageSupport } from '@codemirror/language';
import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { type ReactNode, useMemo } from 'react';
import codeClasses from './code.module.css';
import classes from './static-code.module.css';
import { useLanguage } from './use-language.ts';

/** Colouring more would hold up the page. */
const mostColoured = 100_000;

/** As the editor colours it (code-theme.ts). */
const highlighter = tagHighlighter([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword, tags.controlKeyword], class: 'keyword' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: 'string' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: 'number' },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.definition(tags.function(tags.variableName)),
      tags.link,
      tags.url,
    ],
    class: 'function',
  },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.tagName], class: 'type' },
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName)], class: 'property' },
  { tag: [tags.comment, tags.meta, tags.processingInstruction], class: 'comment' },
  { tag: [tags.heading, tags.strong], class: 'strong' },
]);

interface StaticCodeProps {
  /** A file name by which the language is known. */
  path: string;
  text: string;
  /** How it came or went, as its background. */
  tone?: 'added' | 'removed';
}

/** Code to be read: coloured, without an editor. */
export function StaticCode({ path, text, tone }: StaticCodeProps) {
  return <ColouredCode language={useLanguage(path)} text={text} tone={tone} />;
}

interface ColouredCodeProps extends Omit<StaticCodeProps, 'path'> {
  language: LanguageSupport | null;
}

/** The same in a language that is loaded already. */
export function ColouredCode({ language, text, tone }: ColouredCodeProps) {
  const pieces = useMemo(() => colour(text, language), [text, language]);
  return (
    <pre className={`${codeClasses.colours} ${classes.code}`} data-tone={tone}>
      {pieces}
    </pre>
  );
}

function colour(text: string, language: LanguageSupport | null): ReactNode {
  if (!language || text.length > mostColoured) return text;
  return colourLines(text, language).flatMap((line, index) => (index === 0 ? line : ['\n', ...line]));
}

/** A text as coloured pieces, line by line. */
export function colourLines(text: string, language: LanguageSupport | null): ReactNode[][] {
  if (!language || text.length > mostColoured) return text.split('\n').map((line) => [line]);
  const lines: ReactNode[][] = [[]];
  let count = 0;
  highlightCode(
    text,
    language.language.parser.parse(text),
    highlighter,
    (piece, names) =>
      lines.at(-1)!.push(
        names ? (
          <span key={count++} data-code={names}>
            {piece}
          </span>
        ) : (
          piece
        ),
      ),
    () => lines.push([]),
  );
  return lines;
}
