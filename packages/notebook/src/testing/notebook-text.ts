/** Notebooks for tests, written as Jupyter writes them. */
export interface TestCell {
  id?: string;
  type?: string;
  source: string;
  outputs?: unknown[];
  count?: number | null;
  metadata?: Record<string, unknown>;
}

export function notebookText(cells: TestCell[], { minor = 5, metadata = {} as unknown } = {}): string {
  const written = cells.map(
    ({ id, type = 'code', source, outputs = [], count = null, metadata: own = {} }) => ({
      cell_type: type,
      ...(type === 'code' && { execution_count: count }),
      ...(id !== undefined && { id }),
      metadata: own,
      ...(type === 'code' && { outputs }),
      source: source.match(/[^\n]*\n|[^\n]+/g) ?? [],
    }),
  );
  return `${JSON.stringify({ cells: written, metadata, nbformat: 4, nbformat_minor: minor }, null, 1)}\n`;
}

/** The output of `print`. */
export const printed = (text: string) => ({ name: 'stdout', output_type: 'stream', text: [text] });
