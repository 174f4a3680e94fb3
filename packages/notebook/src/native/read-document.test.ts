import { expect, test } from 'vitest';
import { block, deepnoteFile } from '../testing/native-files.ts';
import { parseDeepnote } from './read-document.ts';
import { writeDeepnote } from './write-document.ts';
import { DeepnoteFileError } from './yaml-tree.ts';

const text = writeDeepnote(deepnoteFile([block('a', 'x = 1'), block('b', 'y = 2')]));

test.each([
  ['name: Sales', 'name: &n Sales', 'An anchor (&) is not allowed (project.name) at line 5, column 12'],
  ['name: Sales', 'name: *n', 'at line 5'],
  ['name: Sales', 'name: ! Sales', 'A tag (!) is not allowed (project.name) at line 5, column 11'],
  ['name: Sales', 'name: !!str Sales', 'A tag (!) is not allowed'],
  ['name: Sales', '<<: {a: 1}', 'A merge key (<<) is not allowed (project) at line 5, column 3'],
  ['name: Sales', '"<<": {a: 1}', 'A text is missing (project.name) at line 4, column 3'],
  ['name: Sales', 'name: 5', 'This must be a text (project.name) at line 5, column 9'],
  ['name: Sales', 'name: "Sales', 'at line'],
  ['name: Sales', 'id: Sales', 'at line 5, column 3'],
  ['- id: b', '- id: 7', 'This must be a text (project.notebooks[0].blocks[1].id) at line 16'],
  [
    '          type: code\n',
    '',
    'A text is missing (project.notebooks[0].blocks[0].type) at line 10, column 11',
  ],
  ['version: ', '---\nversion: ', 'A second document begins'],
  ['metadata:\n  c', '%YAML 1.1\n---\nmetadata:\n  c', 'This is not YAML 1.2'],
  ['metadata:\n  c', '\uFEFFmetadata:\n  c', 'byte order mark'],
])('%j instead of %j is refused with its place', (good, bad, message) => {
  const broken = text.replace(good, bad);
  expect(broken).not.toBe(text);
  expect(() => parseDeepnote(broken)).toThrow(DeepnoteFileError);
  expect(() => parseDeepnote(broken)).toThrow(message);
});

test('a file that was cut off is never read by half', () => {
  for (let length = 0; length < text.length - 'version: "1.0.0"\n'.length; length++)
    expect(() => parseDeepnote(text.slice(0, length))).toThrow(DeepnoteFileError);
});

test('nesting without end is refused and harms nothing', () => {
  expect(() => parseDeepnote(`a: ${'['.repeat(100_000)}`)).toThrow('nested too deeply');
  expect(() => parseDeepnote(`a: ${'['.repeat(900)}${']'.repeat(900)}`)).toThrow(DeepnoteFileError);
});

test('texts that only look like anchors, aliases or tags are texts', () => {
  const content = '- *a*\nnote: *x*\nelse: !ls\n<<: y\n- &foo';
  const lines = content.split('\n').map((line) => `            ${line}`);
  const literal = text.replace('content: x = 1', `content: |-\n${lines.join('\n')}`);
  const quoted = text.replace('content: "x = 1"', `content: |-\n${lines.join('\n')}`);
  const file = parseDeepnote(quoted === text ? literal : quoted);
  expect(file.project.notebooks[0]!.blocks[0]!.content).toBe(content);
});
