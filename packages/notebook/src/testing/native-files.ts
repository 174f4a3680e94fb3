import fc from 'fast-check';
import { type Block, blockTypes, type DeepnoteFile, newDeepnoteFile } from '../native/document.ts';

/** A block for tests. */
export const block = (id: string, content: string, more: Partial<Block> = {}): Block => ({
  id,
  type: 'code',
  blockGroup: `group-${id}`,
  sortingKey: '',
  content,
  metadata: {},
  ...more,
});

export const deepnoteFile = (blocks: Block[]): DeepnoteFile =>
  newDeepnoteFile(
    { id: 'project', name: 'Sales' },
    [{ id: 'notebook', name: 'Report', blocks }],
    '2026-01-02T03:04:05.000Z',
  );

/** Texts that YAML, or checks that look at its raw text, could stumble over. */
export const nastyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '- *a*',
          'note: *x*',
          'else: !ls',
          '<<:',
          '- &foo',
          '  ',
          '\t',
          'a: &b',
          '---',
          '...',
          '%TAG',
          '# no',
        ],
        ...[
          'x:\n\n  *y',
          '1e5',
          '0x1F',
          'null',
          '~',
          '2026-01-02',
          "it's",
          '"',
          '\\',
          '\r\n',
          '\u0085',
          '\u2028',
        ],
        ...[
          '\uFEFF',
          '\0',
          '\u{1F600}',
          '|',
          '>-',
          '? a',
          '[',
          '{',
          '@',
          '`',
          '!!str x',
          '- !t',
          'a: b',
          ': ',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 6 },
  )
  .chain((parts) => fc.constantFrom('\n', '', ' ', '\n\n').map((glue) => parts.join(glue)));

const record = fc.dictionary(fc.oneof(nastyText, fc.constantFrom('a', '__proto__', '1')), fc.jsonValue(), {
  maxKeys: 4,
});
/** Any file, with blocks of all types. */
export const anyFile = fc
  .array(
    fc.record({
      type: fc.constantFrom(...blockTypes.filter((type) => !/^(?:input|big|agent|notebook-f)/.test(type))),
      content: nastyText,
      outputs: fc.array(record, { maxLength: 2 }),
      own: record,
    }),
    { maxLength: 5 },
  )
  .map((blocks) =>
    deepnoteFile(
      blocks.map(({ type, content, outputs, own }, index) =>
        block(`b${index}`, /image|separator|visual|button/.test(type) ? '' : content, {
          type,
          metadata: { own },
          outputs,
        }),
      ),
    ),
  );
