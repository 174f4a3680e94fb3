import { useEffect, useRef } from 'react';
import classes from './outputs.module.css';
import { useViewMemory } from './view-context.ts';

const mostHeight = 20_000;

interface SandboxedFrameProps {
  /** The page in it, which the server gives an origin of its own. */
  src: string;
  sandbox: string;
  title: string;
  /** What the page is sent once it is ready. A new one needs a new frame, by its key. */
  message: unknown;
  memoryKey: string;
  estimatedHeight: number;
  /** What the page says, besides how high it is. */
  onMessage?(message: object): void;
}

/** A frame that has no part in Notelab's origin. It says how high it is. */
export function SandboxedFrame(props: SandboxedFrameProps) {
  const { src, sandbox, title, message, memoryKey, estimatedHeight, onMessage } = props;
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useViewMemory(`${memoryKey}.height`, estimatedHeight);
  const latest = useRef({ setHeight, onMessage });
  latest.current = { setHeight, onMessage };
  useEffect(() => {
    const hear = ({ source, data }: MessageEvent<unknown>) => {
      const { current } = frame;
      if (!current || source !== current.contentWindow || typeof data !== 'object' || data === null) return;
      if ('ready' in data) current.contentWindow?.postMessage(message, '*');
      if ('height' in data && typeof data.height === 'number' && data.height > 2)
        latest.current.setHeight(Math.min(mostHeight, data.height));
      latest.current.onMessage?.(data);
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, [message]);
  return (
    <iframe
      ref={frame}
      src={src}
      sandbox={sandbox}
      referrerPolicy="no-referrer"
      title={title}
      loading="lazy"
      className={classes.frame}
      style={{ height }}
    />
  );
}
