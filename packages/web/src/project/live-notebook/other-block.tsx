import { StaticCode } from '../editor/static-code.tsx';
import { MarkdownText } from '../notebook/markdown-text.tsx';
import { factsOfBlock } from './block-facts.ts';
import classes from './other-block.module.css';
import { useBlockMetadata, useBlockText } from './use-block.ts';

/** A block of a kind that is shown here and changed elsewhere. Nothing of it is lost. */
export function OtherBlock({ id, type }: { id: string; type: string }) {
  const metadata = useBlockMetadata(id);
  const text = useBlockText(id);
  if (type === 'separator') return <hr className={classes.separator} />;
  if (type === 'image') return <Picture metadata={metadata} />;
  const { title, heading, facts, codeName } = factsOfBlock(type, metadata);
  return (
    <div className={classes.card}>
      <div className={classes.head}>
        <span className={classes.kind}>{title}</span>
        {heading ? <span className={classes.heading}>{heading}</span> : null}
      </div>
      {text !== '' ? <StaticCode path={codeName} text={text} /> : null}
      {facts.length > 0 ? (
        <dl className={classes.facts}>
          {facts.map(([name, value]) => (
            <div key={name} className={classes.fact}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}

function Picture({ metadata }: { metadata: Readonly<Record<string, unknown>> }) {
  const { deepnote_img_src: source, deepnote_img_alignment: alignment } = metadata;
  if (typeof source !== 'string' || source === '')
    return <p className={classes.missing}>No picture chosen</p>;
  // As in text: nothing is loaded from other sites.
  return (
    <div className={classes.picture} data-alignment={typeof alignment === 'string' ? alignment : undefined}>
      <MarkdownText markdown={`![](<${source.replace(/[<>\n]/g, encodeURIComponent)}>)`} />
    </div>
  );
}
