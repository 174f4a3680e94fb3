// What becomes of each thing that people do, under each fault of GitLab: done, or clearly failed and done when tried
// again; never lost, never stuck. NOTELAB_FAULT_MATRIX="<operation>/<fault>" chooses rows and columns by their words.
import { createWorld } from '@notelab/dev-env';
import { faults } from './fault-matrix/faults.ts';
import { layGround } from './fault-matrix/ground.ts';
import { operations } from './fault-matrix/operations.ts';
import { printMatrix, type Row } from './fault-matrix/print-matrix.ts';
import { tryCell } from './fault-matrix/try-cell.ts';
import { report } from './report.ts';

const [onlyOperation = '', onlyFault = ''] = (process.env.NOTELAB_FAULT_MATRIX ?? '').split('/');
const columns = faults.filter(({ name }) => name.includes(onlyFault));
const rows: Row[] = operations
  .filter(({ name }) => name.includes(onlyOperation))
  .map((operation) => ({ operation, verdicts: [] }));

const shortWaits = { apiMs: 1_500, git: { headersMs: 1_500, stalledMs: 2_000 } };
/** Most of the time something is waited for; a fault is one of a whole GitLab, so each has a world of its own. */
const worldsAtOnce = 3;

const open = [...rows];
async function fillRows(): Promise<void> {
  const world = await createWorld({ config: { gitlabLimits: shortWaits } });
  try {
    const person = await world.signInLinked('admin', 'maintainer');
    let number = 0;
    for (let row = open.shift(); row; row = open.shift()) {
      const { operation, verdicts } = row;
      const ground = await layGround(world, person, `row-${rows.indexOf(row) + 1}`);
      for (const fault of columns) {
        number += 1;
        verdicts.push(fault.concerns(operation) ? await tryCell(ground, operation, fault, number) : null);
      }
      const wrong = verdicts.filter((verdict) => verdict?.kind === 'wrong').length;
      console.log(`${operation.name}: ${wrong === 0 ? 'all well' : `${wrong} wrong`}`);
    }
  } finally {
    await world.close();
  }
}
await Promise.all(Array.from({ length: worldsAtOnce }, fillRows));

printMatrix(
  columns.map(({ name }) => name),
  rows,
);
const verdicts = rows.flatMap((row) => row.verdicts).filter((verdict) => verdict !== null);
const count = (kind: string) => verdicts.filter((verdict) => verdict.kind === kind).length;
console.log();
report('Cells of the fault matrix', verdicts.length, '');
report('Done in spite of the fault', count('done'), '');
report('Failed clearly, and done when tried again', count('failed'), '');
report('Lost, stuck or unclear', count('wrong'), '', 0);
