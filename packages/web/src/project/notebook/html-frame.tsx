import { useEffect, useRef } from 'react';
import classes from './outputs.module.css';
import { useViewMemory } from './view-context.ts';

const estimatedHeight = 120;
const mostHeight = 20_000;

/**
 * HTML with a look of its own, in a frame that has no part in Notelab's origin: no script of it runs, nothing is
 * loaded (the server's output-frame.ts). The frame says how high it is.
 */
export function HtmlFrame({ html, memoryKey }: { html: string; memoryKey: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useViewMemory(`${memoryKey}.height`, estimatedHeight);
  const tellHeight = useRef(setHeight);
  tellHeight.current = setHeight;
  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent<unknown>) => {
      const { current } = frame;
      if (!current || source !== current.contentWindow || typeof data !== 'object' || data === null) return;
      if ('ready' in data) current.contentWindow?.postMessage({ html }, '*');
      if ('height' in data && typeof data.height === 'number' && data.height > 2)
        tellHeight.current(Math.min(mostHeight, data.height));
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [html]);
  return (
    <iframe
      // A new document for a new text.
      key={html}
      ref={frame}
      src="/api/output-frame"
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      title="HTML output"
      className={classes.frame}
      style={{ height }}
    />
  );
}
