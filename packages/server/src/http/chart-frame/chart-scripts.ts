import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export const chartLibraries = ['plotly', 'vega'] as const;
export type ChartLibrary = (typeof chartLibraries)[number];

/** A script as it is served. */
export interface ChartScript {
  /** Made of its content, so that it may be kept for good. */
  name: string;
  compressed: Buffer;
}

const own = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** The libraries as they are published for browsers, beside what Node would import. */
const published = (library: string, name: string) =>
  fileURLToPath(new URL(name, import.meta.resolve(library)));

const files: Record<ChartLibrary, () => string[]> = {
  plotly: () => [
    published('plotly.js-strict-dist-min', 'plotly-strict.min.js'),
    own('frame.js'),
    own('draw-plotly.js'),
  ],
  vega: () => [
    published('vega', 'vega.min.js'),
    published('vega-lite', 'vega-lite.min.js'),
    published('vega-embed', 'vega-embed.min.js'),
    own('frame.js'),
    own('draw-vega.js'),
  ],
};

/** Reads the scripts that draw charts, each library once, when its first chart is shown. */
export function createChartScripts() {
  const read = new Map<ChartLibrary, Promise<ChartScript[]>>();

  /** The scripts of a library in the order in which they run. */
  function listScripts(library: ChartLibrary): Promise<ChartScript[]> {
    const known = read.get(library);
    if (known) return known;
    const scripts = Promise.all(files[library]().map(readScript));
    read.set(library, scripts);
    // A file that could not be read may be there the next time.
    scripts.catch(() => read.delete(library));
    return scripts;
  }

  async function findScript(name: string): Promise<ChartScript | null> {
    for (const library of chartLibraries)
      for (const script of await listScripts(library)) if (script.name === name) return script;
    return null;
  }

  return { listScripts, findScript };
}

async function readScript(path: string): Promise<ChartScript> {
  const content = await readFile(path);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 24);
  return { name: `${hash}.js`, compressed: await promisify(gzip)(content) };
}
