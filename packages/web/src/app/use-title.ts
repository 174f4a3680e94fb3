import { useEffect } from 'react';

/** Names the browser's tab: “Integrations · Notelab”. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Notelab`;
  }, [title]);
}
