import { useMemo } from 'react';
import codeClasses from '../editor/code.module.css';
import { AnsiText } from './ansi-output.tsx';
import classes from './outputs.module.css';
import { toSafeElements } from './safe-html.tsx';
import type { ShownOutput } from './show-outputs.ts';

/** Outputs of a cell under each other. */
export function OutputList({ title, outputs }: { title?: string; outputs: ShownOutput[] }) {
  return (
    <div className={`${classes.outputs} ${codeClasses.colours}`}>
      {title ? <h4>{title}</h4> : null}
      {outputs.length === 0 ? <p className={classes.dim}>None.</p> : null}
      {outputs.map((output, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no name but their place
        <Output key={index} output={output} />
      ))}
    </div>
  );
}

function Output({ output }: { output: ShownOutput }) {
  switch (output.kind) {
    case 'image':
      return <img src={output.source} alt="Output" />;
    case 'html':
      return <HtmlOutput html={output.html} text={output.text} />;
    case 'other':
      return <p className={classes.dim}>An output of type {output.type} is not shown here.</p>;
    default:
      return <AnsiText text={output.text} isError={output.kind === 'error'} />;
  }
}

function HtmlOutput({ html, text }: { html: string; text: string | null }) {
  const elements = useMemo(() => toSafeElements(html), [html]);
  if (elements !== null) return <div className={classes.html}>{elements}</div>;
  return text === null ? (
    <p className={classes.dim}>An output that is a program of its own is not run here.</p>
  ) : (
    <AnsiText text={text} isError={false} />
  );
}
