import { isObject } from './is-object.ts';

/** A chart as data, to be drawn by a library in a frame of its own. */
export interface Chart {
  library: 'plotly' | 'vega';
  /** What the script of that library in the frame takes. */
  content: unknown;
}

/** The types that charts come in. */
export const chartType = /^application\/vnd\.(plotly|vega|vegalite)\.v\d+(?:\.\d+)*\+json$/;

/** The chart among the types of an output; null when there is none that can be drawn. */
export function findChart(data: Record<string, unknown>): Chart | null {
  const plotly = data['application/vnd.plotly.v1+json'];
  if (isObject(plotly) && Array.isArray(plotly.data)) {
    const { data: traces, layout, frames } = plotly;
    return { library: 'plotly', content: { data: traces, layout, frames } };
  }
  for (const [type, spec] of Object.entries(data)) {
    const name = chartType.exec(type)?.[1];
    if (name?.startsWith('vega') && isObject(spec))
      return { library: 'vega', content: { spec, mode: name === 'vega' ? 'vega' : 'vega-lite' } };
  }
  return null;
}

/**
 * Altair writes a page with a script that would load Vega from elsewhere, unless it is told otherwise. What it draws
 * stands in the script as JSON.
 */
export function findChartInHtml(html: string): Chart | null {
  if (!html.includes('vegaEmbed(')) return null;
  const start = html.lastIndexOf('\n})({');
  const end = html.lastIndexOf(');');
  const argumentsText = start === -1 ? '' : html.slice(start + '\n})('.length, end);
  // The chart and the options of its embedding, one behind the other.
  const options = argumentsText.lastIndexOf(', {"mode"');
  if (options === -1) return null;
  try {
    const spec: unknown = JSON.parse(argumentsText.slice(0, options));
    const { mode } = JSON.parse(argumentsText.slice(options + 1)) as { mode?: unknown };
    return isObject(spec)
      ? { library: 'vega', content: { spec, mode: mode === 'vega' ? 'vega' : 'vega-lite' } }
      : null;
  } catch {
    return null;
  }
}
