import { sourceOf } from '@notelab/notebook/live';
import { useLanguage } from '../editor/use-language.ts';
import { codeNameOfCell } from '../notebook/code-name.ts';
import { BlockSource } from './block-source.tsx';
import { useBlock, useBlockSource } from './use-block.ts';
import { useCodeName } from './use-code-name.ts';

/** Code, in the notebook's language or the one that its first line names. */
export function CodeBlock({ id, label }: { id: string; label: string }) {
  const source = useBlockSource(id);
  const codeName = useCodeName();
  const ownName = useBlock(
    id,
    'content',
    (block) => codeNameOfCell(sourceOf(block)?.toString() ?? '', codeName),
    codeName,
  );
  const language = useLanguage(ownName);
  return source ? (
    <BlockSource id={id} source={source} language={language} label={label} hint="Code" />
  ) : null;
}
