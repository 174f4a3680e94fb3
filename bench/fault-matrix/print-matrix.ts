import type { Operation } from './operations.ts';
import type { Verdict } from './try-cell.ts';

export interface Row {
  operation: Operation;
  /** One for each fault, null where it cannot happen. */
  verdicts: (Verdict | null)[];
}

const marks = { done: '✓', failed: '↻', wrong: '✗' };

/** The matrix with a letter for each fault, what people were told, and everything that was wrong. */
export function printMatrix(faults: string[], rows: Row[]): void {
  const letter = (index: number) => String.fromCharCode('a'.charCodeAt(0) + index);
  const width = Math.max(...rows.map(({ operation }) => operation.name.length));
  console.log(`\n${' '.repeat(width)}  ${faults.map((_, index) => letter(index)).join(' ')}`);
  for (const { operation, verdicts } of rows) {
    const cells = verdicts.map((verdict) => (verdict ? marks[verdict.kind] : '·'));
    console.log(`${operation.name.padEnd(width)}  ${cells.join(' ')}`);
  }
  console.log(
    '\n✓ done   ↻ failed clearly with nothing lost, and done when tried again   ✗ wrong   · cannot happen\n',
  );
  for (const [index, fault] of faults.entries()) {
    const verdicts = rows.map((row) => row.verdicts[index] ?? null);
    const codes = new Set(verdicts.flatMap((verdict) => (verdict?.kind === 'failed' ? [verdict.code] : [])));
    console.log(`${letter(index)}  ${fault}${codes.size > 0 ? `: ${[...codes].join(', ')}` : ''}`);
  }
  for (const { operation, verdicts } of rows)
    for (const [index, verdict] of verdicts.entries())
      if (verdict?.kind === 'wrong') console.log(`\n✗ ${operation.name}, ${faults[index]}: ${verdict.what}`);
}
