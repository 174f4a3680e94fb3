import { useMemo } from 'react';
import { SandboxedFrame } from './sandboxed-frame.tsx';

/**
 * HTML with a look of its own, in a frame: no script of it runs, nothing is loaded (the server's output-frame.ts).
 */
export function HtmlFrame({ html, memoryKey }: { html: string; memoryKey: string }) {
  const message = useMemo(() => ({ html }), [html]);
  return (
    <SandboxedFrame
      // A new document for a new text.
      key={html}
      src="/api/output-frame"
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
      title="HTML output"
      message={message}
      memoryKey={memoryKey}
      estimatedHeight={120}
    />
  );
}
