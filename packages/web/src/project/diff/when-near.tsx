import { type ReactNode, useEffect, useRef, useState } from 'react';

const nearPixels = '500px';

/**
 * Draws its children once the reader comes near them; until then it keeps their room. Editors are costly to make,
 * and of a long list few are ever seen.
 */
export function WhenNear({ estimatedHeight, children }: { estimatedHeight: number; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    if (isNear) return;
    // Browsers that do not know `scrollMargin` draw when the place itself comes into sight.
    const options = { rootMargin: nearPixels, scrollMargin: nearPixels };
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setIsNear(true);
    }, options);
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, [isNear]);
  return isNear ? children : <div ref={place} style={{ height: estimatedHeight }} />;
}
