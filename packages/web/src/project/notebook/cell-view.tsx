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
        {cell.outputs.length > 0 ? <Outputs cell={cell} index={index} /> : null}
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

const outputsAtFirst = 20;

function Outputs({ cell: { outputs }, index }: Pick<CellViewProps, 'cell' | 'index'>) {
  const [limit, setLimit] = useViewMemory(`${index}.outputs`, outputsAtFirst);
  return (
    <div className={classes.outputs}>
      {outputs.slice(0, limit).map((output, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: outputs have no name but their place
        <div key={place}>
          <OutputView output={output} memoryKey={`${index}.${place}`} />
        </div>
      ))}
      {outputs.length > limit ? (
        <div>
          <ShowAll onClick={() => setLimit(limit + 200)}>
            Show more of {outputs.length - limit} outputs
          </ShowAll>
        </div>
      ) : null}
    </div>
  );
}
