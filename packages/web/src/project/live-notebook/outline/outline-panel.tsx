import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconX } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useLiveNotebook, useReadable } from '../live-context.ts';
import { headingAt, type OutlineCode, type OutlineHeading } from './outline-of.ts';
import classes from './outline-panel.module.css';
import { outlineShown } from './outline-shown.ts';
import { useOutline } from './use-outline.ts';
import { useTopBlock } from './use-top-block.ts';

/** The headings of the notebook, and below each, folded, the code: a click goes there. */
export function OutlinePanel({ root }: { root: RefObject<HTMLElement | null> }) {
  const { blocks } = useLiveNotebook();
  const order = useReadable(blocks.order);
  const outline = useOutline();
  const at = headingAt(outline, order, useTopBlock(root));
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (at !== null) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const lowest = Math.min(...outline.headings.map(({ level }) => level));
  const isEmpty = outline.headings.length + outline.before.length === 0;
  return (
    <nav className={classes.panel} aria-label="Outline">
      <div className={classes.head}>
        <h2 className={classes.title}>Outline</h2>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={22}
          aria-label="Close the outline"
          onClick={() => outlineShown.set(false)}
        >
          <IconX size={14} />
        </ActionIcon>
      </div>
      <div className={classes.list} ref={list}>
        {isEmpty ? (
          <p className={classes.hint}>Headings of text blocks are listed here: begin a line with #.</p>
        ) : null}
        {outline.before.length > 0 ? (
          <CodeGroup label="Before the first heading" code={outline.before} />
        ) : null}
        {outline.headings.map((heading) => (
          <Heading
            key={heading.key}
            heading={heading}
            depth={heading.level - lowest}
            isCurrent={heading.key === at}
          />
        ))}
      </div>
    </nav>
  );
}

interface HeadingProps {
  heading: OutlineHeading;
  depth: number;
  isCurrent: boolean;
}

function Heading({ heading, depth, isCurrent }: HeadingProps) {
  const { blockId, text, code } = heading;
  const { reveal } = useLiveNotebook();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <div
        className={classes.row}
        style={{ paddingLeft: 6 + depth * 12 }}
        data-current={isCurrent || undefined}
      >
        {code.length > 0 ? (
          <Unfold label={`Code below ${text}`} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
        ) : (
          <span className={classes.noCode} />
        )}
        <UnstyledButton
          className={classes.heading}
          data-depth={depth}
          aria-current={isCurrent ? 'location' : undefined}
          title={text}
          onClick={() => reveal(blockId)}
        >
          {text}
        </UnstyledButton>
      </div>
      {isOpen ? <CodeLines code={code} depth={depth} /> : null}
    </>
  );
}

function CodeGroup({ label, code }: { label: string; code: OutlineCode[] }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <div className={classes.row} style={{ paddingLeft: 6 }}>
        <Unfold label={label} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
        <span className={classes.before}>{label}</span>
      </div>
      {isOpen ? <CodeLines code={code} depth={0} /> : null}
    </>
  );
}

function Unfold(props: { label: string; isOpen: boolean; onToggle: () => void }) {
  return (
    <UnstyledButton
      className={classes.unfold}
      aria-label={props.label}
      aria-expanded={props.isOpen}
      onClick={props.onToggle}
    >
      <IconChevronRight size={13} data-open={props.isOpen || undefined} />
    </UnstyledButton>
  );
}

function CodeLines({ code, depth }: { code: OutlineCode[]; depth: number }) {
  const { reveal } = useLiveNotebook();
  return code.map(({ blockId, text }) => (
    <UnstyledButton
      key={blockId}
      className={classes.code}
      style={{ paddingLeft: 28 + depth * 12 }}
      title={text}
      onClick={() => reveal(blockId)}
    >
      {text}
    </UnstyledButton>
  ));
}
