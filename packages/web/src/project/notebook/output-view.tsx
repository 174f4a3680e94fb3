import { useMemo } from 'react';
import { AnsiText } from '../outputs/ansi-output.tsx';
import tableClasses from '../outputs/outputs.module.css';
import type { RichOutput } from '../outputs/rich-output.ts';
import { isPlainHtml, toSafeElements } from '../outputs/safe-html.tsx';
import { foldText, mostShown } from './fold-text.ts';
import { Foldable, ShowAll } from './foldable.tsx';
import { HtmlFrame } from './html-frame.tsx';
import { JsonTree } from './json-tree.tsx';
import { MarkdownText, shapingIn } from './markdown-text.tsx';
import { Formula } from './math.tsx';
import classes from './outputs.module.css';
import { useNotebookView, useViewMemory } from './view-context.ts';

interface OutputViewProps {
  output: RichOutput;
  /** Its place in the notebook. */
  memoryKey: string;
}

/** One output of a cell. */
export function OutputView({ output, memoryKey }: OutputViewProps) {
  switch (output.kind) {
    case 'image':
      return (
        <img className={classes.image} src={output.source} alt="Output" width={output.width ?? undefined} />
      );
    case 'html':
      return <HtmlOutput html={output.html} text={output.text} memoryKey={memoryKey} />;
    case 'markdown':
      return (
        <Foldable memoryKey={memoryKey}>
          <MarkdownText markdown={output.text} />
        </Foldable>
      );
    case 'latex':
      return <LatexOutput text={output.text} />;
    case 'json':
      return (
        <Foldable memoryKey={memoryKey}>
          <div className={classes.json}>
            <JsonTree value={output.value} />
          </div>
        </Foldable>
      );
    case 'other':
      return <Fallback type={output.type} text={output.text} memoryKey={memoryKey} />;
    case 'error':
      return <TextOutput text={output.text} look="error" memoryKey={memoryKey} />;
    case 'text':
      return (
        <TextOutput text={output.text} look={output.isStderr ? 'stderr' : 'plain'} memoryKey={memoryKey} />
      );
  }
}

interface TextOutputProps {
  text: string;
  look: 'plain' | 'stderr' | 'error';
  memoryKey: string;
}

function TextOutput({ text, look, memoryKey }: TextOutputProps) {
  const [isOpen, setOpen] = useViewMemory(`${memoryKey}.open`, false);
  const part = look === 'error' ? 'end' : 'start';
  const folded = useMemo(() => foldText(text, part), [text, part]);
  const shown = isOpen ? text.slice(0, mostShown) : folded.shown;
  const showAll =
    folded.lines !== null && !isOpen ? (
      <ShowAll onClick={() => setOpen(true)}>Show all {folded.lines.toLocaleString('en-GB')} lines</ShowAll>
    ) : null;
  return (
    <>
      {part === 'end' ? showAll : null}
      <div className={classes.text} data-look={look}>
        <AnsiText text={shown} isError={false} />
      </div>
      {part === 'start' ? showAll : null}
      {isOpen && text.length > mostShown ? (
        <p className={classes.note}>
          The first {mostShown.toLocaleString('en-GB')} of {text.length.toLocaleString('en-GB')} characters.
          The file has all of them.
        </p>
      ) : null}
    </>
  );
}

/** Larger ones are shown by their text: the page would stand still. */
const mostHtml = 5_000_000;

function HtmlOutput({ html, text, memoryKey }: { html: string; text: string | null; memoryKey: string }) {
  const view = useNotebookView();
  const shown = useMemo(() => {
    if (html.length > mostHtml) return null;
    const elements = toSafeElements(html, { ...shapingIn(view), formula: undefined, code: undefined });
    return elements === null ? null : isPlainHtml(html) ? { elements } : 'frame';
  }, [html, view]);
  if (shown === null) return <Fallback type="HTML with scripts" text={text} memoryKey={memoryKey} />;
  return (
    <Foldable memoryKey={memoryKey}>
      {shown === 'frame' ? (
        <HtmlFrame html={html} memoryKey={memoryKey} />
      ) : (
        <div className={`${tableClasses.html} ${classes.html}`}>{shown.elements}</div>
      )}
    </Foldable>
  );
}

const formula =
  /^\s*(?:\$\$([\s\S]*)\$\$|\$([^$]*)\$|\\\[([\s\S]*)\\\]|\\\(([\s\S]*)\\\)|(\\begin\{[\s\S]*\}))\s*$/;

function LatexOutput({ text }: { text: string }) {
  const found = formula.exec(text);
  if (!found) return <MarkdownText markdown={text} />;
  return (
    <div className={classes.formula}>
      <Formula tex={found.slice(1).find((part) => part !== undefined) ?? ''} display />
    </div>
  );
}

const programs: [RegExp, string][] = [
  [/widget-view/, 'An interactive widget'],
  [/plotly/, 'An interactive Plotly chart'],
  [/vega/, 'An interactive Vega chart'],
  [/bokeh|holoviews/, 'An interactive Bokeh chart'],
  [/scripts/, 'An output that is a program of its own'],
  [/javascript/, 'A script'],
];

function Fallback({ type, text, memoryKey }: { type: string; text: string | null; memoryKey: string }) {
  const words = programs.find(([pattern]) => pattern.test(type))?.[1] ?? `An output of type ${type}`;
  return (
    <>
      {text === null ? null : <TextOutput text={text} look="plain" memoryKey={memoryKey} />}
      <p className={classes.note}>
        {words} is not run here{text === null ? '.' : ': this is its text.'}
      </p>
    </>
  );
}
