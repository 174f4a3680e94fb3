import { Skeleton } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { Chart } from '../outputs/find-chart.ts';
import classes from './outputs.module.css';
import { SandboxedFrame } from './sandboxed-frame.tsx';

interface ChartOutputProps {
  chart: Chart;
  /** Shown in the place of a chart that cannot be drawn. */
  otherwise: ReactNode;
  memoryKey: string;
}

const names = { plotly: 'Plotly', vega: 'Vega' };
const estimatedHeights = { plotly: 450, vega: 340 };

/**
 * A chart, drawn by its library in a frame that reaches nothing (the server's chart-frame). The library is loaded when
 * the first chart comes near the screen.
 */
export function ChartOutput({ chart, otherwise, memoryKey }: ChartOutputProps) {
  const [state, setState] = useState<'loading' | 'drawn' | { problem: string }>('loading');
  const [refused, setRefused] = useState<string | null>(null);
  const message = useMemo(() => ({ chart: chart.content }), [chart]);
  const name = names[chart.library];

  function hear(said: object) {
    if ('drawn' in said) setState('drawn');
    if ('problem' in said) setState({ problem: String(said.problem) });
    if ('refused' in said) setRefused((first) => first ?? String(said.refused));
  }

  if (typeof state === 'object')
    return (
      <>
        {refused === null ? (
          <p className={classes.note}>
            This {name} chart cannot be drawn: {state.problem}
          </p>
        ) : (
          <RefusedAddress address={refused} />
        )}
        {otherwise}
      </>
    );
  return (
    <>
      <div className={classes.chart}>
        <SandboxedFrame
          src={`/api/chart-frame/${chart.library}`}
          sandbox="allow-scripts allow-downloads"
          title={`${name} chart`}
          message={message}
          memoryKey={memoryKey}
          estimatedHeight={estimatedHeights[chart.library]}
          onMessage={hear}
        />
        {state === 'loading' ? (
          <Skeleton
            className={classes.chartSkeleton}
            role="status"
            aria-label={`Loading the ${name} chart`}
          />
        ) : null}
      </div>
      {refused === null ? null : <RefusedAddress address={refused} />}
    </>
  );
}

function RefusedAddress({ address }: { address: string }) {
  return (
    <p className={classes.note}>
      This chart wants to load <span className={classes.address}>{address}</span>. Charts are shown without
      access to files and other sites, which would learn who looks at them. Read the data in the notebook and
      give the chart the data itself.
    </p>
  );
}
