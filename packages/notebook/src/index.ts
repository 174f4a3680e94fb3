export * from './diff-notebooks.ts';
export { JsonSyntaxError, toValue } from './json-tree.ts';
export * from './merge-notebooks.ts';
export type { Side } from './merge-values.ts';
export { type Cell, type NotebookFile, NotebookFileError, readNotebook } from './read-notebook.ts';
export { stripOutputs } from './strip-outputs.ts';
