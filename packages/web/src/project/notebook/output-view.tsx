import { useMemo } from 'react';
import tableClasses from '../outputs/outputs.module.css';
import type { RichOutput } from '../outputs/rich-output.ts';
import { isPlainHtml, toSafeElements } from '../outputs/safe-html.tsx';
import { ChartOutput } from './chart-output.tsx';
import { ErrorOutput } from './error-output.tsx';
import { Foldable } from './foldable.tsx';
import { HtmlFrame } from './html-frame.tsx';
import { JsonTree } from './json-tree.tsx';
import { MarkdownText, shapingIn } from './markdown-text.tsx';
import { Formula } from './math.tsx';
import classes from './outputs.module.css';
import { TextOutput } from './text-output.tsx';
import { useNotebookView } from './view-context.ts';

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
    case 'chart':
      return (
        <ChartOutput
          chart={output.chart}
          otherwise={<InsteadOfChart output={output.otherwise} memoryKey={memoryKey} />}
          memoryKey={memoryKey}
        />
      );
    case 'other':
      return <Fallback type={output.type} text={output.text} memoryKey={memoryKey} />;
    case 'error':
      return <ErrorOutput error={output} memoryKey={memoryKey} />;
    case 'text':
      return (
        <TextOutput text={output.text} look={output.isStderr ? 'stderr' : 'plain'} memoryKey={memoryKey} />
      );
  }
}

/** What a chart that cannot be drawn is besides: often a picture, or a text. */
function InsteadOfChart({ output, memoryKey }: OutputViewProps) {
  if (output.kind !== 'other') return <OutputView output={output} memoryKey={memoryKey} />;
  return output.text === null ? null : <TextOutput text={output.text} look="plain" memoryKey={memoryKey} />;
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
