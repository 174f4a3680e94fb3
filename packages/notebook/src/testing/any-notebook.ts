import fc from 'fast-check';
import { type JsonStyle, writeJson } from '../json-style.ts';
import { parseJson } from '../json-tree.ts';
import { nastyText } from './native-files.ts';

const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('1.0', '1e5', '-0', 'NaN', '12345678901234567890').map((number) => ({ number })),
);
const record = fc.dictionary(
  fc.oneof(fc.constantFrom('a', '10', '2', 'b', '__proto__'), fc.string()),
  value,
  { maxKeys: 3 },
);
/** Not the names the format gives a meaning. */
const metadata = record.map((own) => ({ own }));
const lines = nastyText.chain((text) => fc.constantFrom(text, text.match(/[^\n]*\n|[^\n]+/g) ?? []));
const output = fc.oneof(
  fc.record({ name: fc.constantFrom('stdout', 'stderr'), output_type: fc.constant('stream'), text: lines }),
  fc.record({
    data: fc.record({ 'text/plain': lines, 'application/json': value }),
    metadata,
    output_type: fc.constant('display_data'),
  }),
  fc.record({
    ename: nastyText,
    evalue: nastyText,
    output_type: fc.constant('error'),
    traceback: fc.array(nastyText),
  }),
);
const cell = fc.oneof(
  fc.record({
    cell_type: fc.constant('code'),
    execution_count: fc.option(fc.nat()),
    metadata,
    outputs: fc.array(output, { maxLength: 2 }),
    source: lines,
  }),
  fc.record({ cell_type: fc.constantFrom('markdown', 'raw'), metadata, source: lines }),
  fc.record({
    attachments: fc.dictionary(fc.string(), fc.record({ 'image/png': fc.base64String() }), { maxKeys: 2 }),
    cell_type: fc.constantFrom('markdown', 'raw'),
    metadata,
    source: lines,
  }),
);

export const anyStyle: fc.Arbitrary<JsonStyle> = fc.record({
  indent: fc.constantFrom('', ' ', '  ', '    ', '\t'),
  newline: fc.constantFrom('\n', '\r\n'),
  comma: fc.constantFrom(', ', ','),
  colon: fc.constantFrom(': ', ':', ' : '),
  ascii: fc.boolean(),
});

/** The text of any valid notebook, as any tool may have written it. */
export const anyNotebookText = fc
  .record({
    cells: fc.array(cell, { maxLength: 5 }),
    metadata,
    minor: fc.constantFrom(1, 2, 4, 5),
    style: anyStyle,
    isSorted: fc.boolean(),
    ending: fc.constantFrom('', '\n', '\n\n'),
  })
  .map(({ cells, metadata, minor, style, isSorted, ending }) => {
    const withIds = cells.map((cell, index) => (minor < 5 ? cell : { id: `cell-${index}`, ...cell }));
    const notebook = { metadata, nbformat: 4, nbformat_minor: minor, cells: withIds };
    const json = JSON.stringify(isSorted ? sorted(notebook) : notebook);
    // Numbers that JavaScript does not write.
    return writeJson(parseJson(json.replace(/\{"number":"([^"]*)"\}/g, '$1')), style) + ending;
  });

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
