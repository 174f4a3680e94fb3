import { type ReactNode, useState } from 'react';
import { isObject } from '../outputs/is-object.ts';
import { ShowAll } from './foldable.tsx';
import classes from './outputs.module.css';

const entriesPerStep = 100;
const opened = 1;

/** A JSON value that is unfolded where one looks. */
export function JsonTree({ name, value, depth = 0 }: { name?: string; value: unknown; depth?: number }) {
  const [isOpen, setOpen] = useState(depth < opened);
  const label = name === undefined ? null : <span className={classes.jsonName}>{name}: </span>;
  if (!isObject(value) && !Array.isArray(value))
    return (
      <div className={classes.jsonLeaf}>
        {label}
        <Leaf value={value} />
      </div>
    );
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {label}
        <span className={classes.dim}>{Array.isArray(value) ? `[${count}]` : `{${count}}`}</span>
      </summary>
      {isOpen ? <Entries value={value} depth={depth} /> : null}
    </details>
  );
}

function Entries({ value, depth }: { value: object; depth: number }) {
  const [limit, setLimit] = useState(entriesPerStep);
  const entries = Object.entries(value);
  return (
    <div className={classes.jsonEntries}>
      {entries.slice(0, limit).map(([key, entry]) => (
        <JsonTree key={key} name={key} value={entry} depth={depth + 1} />
      ))}
      {entries.length > limit ? (
        <ShowAll onClick={() => setLimit(limit + entriesPerStep * 10)}>
          Show more of {entries.length - limit}
        </ShowAll>
      ) : null}
    </div>
  );
}

function Leaf({ value }: { value: unknown }): ReactNode {
  if (typeof value !== 'string') return <span data-code="number">{String(value)}</span>;
  return (
    <span data-code="string">{JSON.stringify(value.length > 5000 ? `${value.slice(0, 5000)}…` : value)}</span>
  );
}
