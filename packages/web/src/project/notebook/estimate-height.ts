import type { RichOutput } from '../outputs/rich-output.ts';
import type { CellModel } from './notebook-model.ts';

const lineHeight = 20;
const foldedLines = 60;

/** About how high a cell is, in pixels, until it was measured. */
export function estimateHeight({ kind, source, outputs }: CellModel): number {
  const lines = heightOf(source, kind === 'markdown' ? 110 : 200);
  return (
    14 +
    lines +
    (kind === 'markdown' ? 8 : 20) +
    outputs.slice(0, 20).reduce((sum, one) => sum + heightOfOutput(one), 0)
  );
}

function heightOfOutput(output: RichOutput): number {
  switch (output.kind) {
    case 'image':
      return 280;
    case 'html':
      return 200;
    case 'chart':
      return output.chart.library === 'plotly' ? 450 : 340;
    case 'error':
      return 180;
    case 'latex':
      return 50;
    case 'json':
      return 120;
    case 'markdown':
      return heightOf(output.text, 110);
    default:
      return 10 + Math.min(foldedLines * lineHeight, heightOf(output.text ?? '', 110));
  }
}

function heightOf(text: string, lineLength: number): number {
  // Long texts are folded; how long exactly does not matter.
  const lines = text.slice(0, 20_000).split('\n');
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lineLength)), 0) * lineHeight;
}
