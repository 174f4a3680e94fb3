import { type Cell, toValue } from '@notelab/notebook';
import { type RichOutput, toRichOutput } from './rich-output.ts';

/** How one output of a cell is shown in a difference. */
export type ShownOutput =
  | { kind: 'text' | 'error'; text: string }
  /** The address of a picture. */
  | { kind: 'image'; source: string }
  /** What a program wrote as HTML, not to be trusted; `text` is what it says without. */
  | { kind: 'html'; html: string; text: string | null }
  /** Of a type that is named instead of shown. */
  | { kind: 'other'; type: string };

/** More is cut off: nobody reads it, and the page would stand still. */
const mostCharacters = 50_000;

/** The outputs of a cell, each in the richest form that can be shown. */
export function showOutputs(cell: Pick<Cell, 'outputs'> | null): ShownOutput[] {
  return (cell?.outputs ?? []).map((node) => showOutput(toValue(node)));
}

/** An output in the richest form that can be shown. */
export const showOutput = (output: unknown): ShownOutput => shorten(toRichOutput(output));

function shorten(output: RichOutput): ShownOutput {
  switch (output.kind) {
    case 'image':
      return { kind: 'image', source: output.source };
    case 'html': {
      const text = output.text === null ? null : cut(output.text);
      if (output.html.length <= mostCharacters * 4) return { kind: 'html', html: output.html, text };
      return text === null ? { kind: 'other', type: 'text/html' } : { kind: 'text', text };
    }
    case 'json':
      return { kind: 'text', text: cut(JSON.stringify(output.value, null, 2)) };
    case 'other':
      return output.text === null
        ? { kind: 'other', type: output.type }
        : { kind: 'text', text: cut(output.text) };
    case 'chart':
      return shorten(output.otherwise);
    case 'error':
      return { kind: 'error', text: cut(output.text) };
    default:
      return { kind: 'text', text: cut(output.text) };
  }
}

function cut(text: string): string {
  if (text.length <= mostCharacters) return text;
  const left = text.length - mostCharacters;
  return `${text.slice(0, mostCharacters)}\n… ${left.toLocaleString('en-GB')} more characters`;
}
