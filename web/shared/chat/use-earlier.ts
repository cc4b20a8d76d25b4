import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';

/**
 * Draws earlier rows when the reader comes near the oldest drawn, and keeps what they read where it is.
 * @returns the ref of the element that stands before the oldest row
 */
export function useEarlier(frame: RefObject<HTMLElement | null>, hidden: number, draw: () => void) {
  const sentinel = useRef<HTMLDivElement>(null);
  const heightBefore = useRef<number>(undefined);

  const showEarlier = () => {
    heightBefore.current = frame.current?.scrollHeight;
    draw();
  };

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element || heightBefore.current === undefined) return;
    element.scrollTo({ top: element.scrollTop + element.scrollHeight - heightBefore.current });
    heightBefore.current = undefined;
  });

  const onNear = useEffectEvent(showEarlier);
  useEffect(() => {
    const root = frame.current;
    if (!root || !sentinel.current || hidden === 0) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) onNear();
      },
      { root, rootMargin: '400px 0px 0px' },
    );
    observer.observe(sentinel.current);
    return () => observer.disconnect();
  }, [frame, hidden]);

  return { sentinel, showEarlier };
}
