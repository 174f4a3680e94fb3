import type { LanguageSupport } from '@codemirror/language';
import { memo } from 'react';
import codeClasses from '../editor/code.module.css';
import { ColouredCode, StaticCode } from '../editor/static-code.tsx';
import { codeNameOfCell } from './code-name.ts';
import { foldText, mostShown } from './fold-text.ts';
import { ShowAll } from './foldable.tsx';
import { MarkdownText } from './markdown-text.tsx';
import type { CellModel } from './notebook-model.ts';
import classes from './notebook-view.module.css';
import { OutputColumn } from './output-column.tsx';
import { OutputView } from './output-view.tsx';
import { useViewMemory } from './view-context.ts';

interface CellViewProps {
  cell: CellModel;
  /** From 0. */
  index: number;
  codeName: string;
  /** Of the notebook's code, once it is loaded. */
  language: LanguageSupport | null;
}

/** One cell of a notebook, to be read. */
export const CellView = memo(function CellView({ cell, index, codeName, language }: CellViewProps) {
  if (cell.kind === 'markdown') return <MarkdownText markdown={cell.source} attachments={cell.attachments} />;
  const ownName = codeNameOfCell(cell.source, codeName);
  return (
    <>
      <div className={classes.count}>{cell.kind === 'code' ? `[${cell.count || ' '}]` : null}</div>
      <div className={`${classes.content} ${codeClasses.colours}`}>
        {cell.kind === 'code' && cell.source === '' && cell.outputs.length > 0 ? null : (
          <div className={classes.source} data-raw={cell.kind === 'raw' || undefined}>
            {cell.kind === 'raw' ? <div className={classes.rawLabel}>Raw</div> : null}
            <Source
              text={cell.source}
              memoryKey={`${index}.source`}
              path={cell.kind === 'raw' ? 'raw.txt' : ownName}
              language={cell.kind === 'code' && ownName === codeName ? language : null}
            />
          </div>
        )}
        {cell.outputs.length > 0 ? (
          <OutputColumn outputs={cell.outputs} memoryKey={String(index)}>
            {(output, memoryKey) => <OutputView output={output} memoryKey={memoryKey} />}
          </OutputColumn>
        ) : null}
      </div>
    </>
  );
});

interface SourceProps {
  text: string;
  memoryKey: string;
  path: string;
  language: LanguageSupport | null;
}

function Source({ text, memoryKey, path, language }: SourceProps) {
  const [isOpen, setOpen] = useViewMemory(`${memoryKey}.open`, false);
  const isLong = text.length > 40_000;
  const shown = isLong ? (isOpen ? text.slice(0, mostShown) : foldText(text).shown) : text;
  return (
    <>
      {language ? <ColouredCode language={language} text={shown} /> : <StaticCode path={path} text={shown} />}
      {isLong && !isOpen ? <ShowAll onClick={() => setOpen(true)}>Show all of this cell</ShowAll> : null}
    </>
  );
}
