import { type NotebookFile, toValue } from '@notelab/notebook';
import { isObject } from '../outputs/is-object.ts';

const endings: Record<string, string> = {
  python: '.py',
  r: '.r',
  julia: '.jl',
  scala: '.scala',
  javascript: '.js',
  typescript: '.ts',
  bash: '.sh',
  sql: '.sql',
  rust: '.rs',
  'c++': '.cpp',
  ruby: '.rb',
};

/** A file name by which the language of a notebook's code is known: `cell.py`. Without a word of it: Python. */
export function codeNameOf({ metadata }: NotebookFile): string {
  return codeNameOfMetadata(metadata ? toValue(metadata) : {});
}

/** The same by the notebook's metadata as a value. */
export function codeNameOfMetadata(value: unknown): string {
  const { language_info: info, kernelspec } = isObject(value) ? value : {};
  const ending = isObject(info) ? info.file_extension : null;
  if (typeof ending === 'string' && /^\.\w{1,8}$/.test(ending)) return `cell${ending}`;
  const names = [isObject(info) ? info.name : null, isObject(kernelspec) ? kernelspec.language : null];
  const known = names.map((name) => endings[String(name).toLowerCase()]).find(Boolean);
  return `cell${known ?? '.py'}`;
}

const magics: Record<string, string> = {
  bash: '.sh',
  sh: '.sh',
  script: '.sh',
  sql: '.sql',
  html: '.html',
  javascript: '.js',
  js: '.js',
  latex: '.tex',
  r: '.r',
  ruby: '.rb',
  perl: '.pl',
  markdown: '.md',
};

/** The same for one cell: its first line may be a magic (`%%bash`) that says another language. */
export function codeNameOfCell(source: string, codeName: string): string {
  const magic = /^\s*%%(\w+)/.exec(source)?.[1]?.toLowerCase();
  return magic !== undefined && magics[magic] ? `cell${magics[magic]}` : codeName;
}
