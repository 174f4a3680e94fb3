/** Code with printed tables, and a picture in every fourth cell. */
export function makeNotebook(cellCount: number, sizeBytes = 4 * 1024 * 1024): string {
  const cells = Array.from({ length: cellCount }, (_, index) => {
    const source = Array.from({ length: 12 }, (_, at) => `step_${index}_${at} = frame.column_${at}.mean()\n`);
    const picture = { 'image/png': 'iVBORw0KGgo'.repeat(Math.floor((sizeBytes / cellCount) * 0.3)) };
    const printed = { name: 'stdout', output_type: 'stream', text: source.map((text) => `${text} 0.123\n`) };
    const shown = { data: picture, metadata: {}, output_type: 'display_data' };
    return {
      cell_type: 'code',
      execution_count: index,
      id: `cell-${index}`,
      metadata: {},
      outputs: [index % 4 === 0 ? shown : printed],
      source,
    };
  });
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}
