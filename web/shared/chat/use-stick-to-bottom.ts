import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';

/** Closer to the end than this counts as reading the newest. In CSS pixels. */
const nearEnd = 64;

/**
 * Keeps a scrolling part at its end while its reader is there, whatever grows or shrinks: new messages, a picture that
 * loads, the keyboard that opens. Who has scrolled up stays where they are.
 */
export function useStickToBottom(
  frame: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
) {
  const [isAtEnd, setIsAtEnd] = useState(true);
  const sticks = useRef(true);

  const scrollToEnd = useCallback(
    (smooth = false) => {
      sticks.current = true;
      setIsAtEnd(true);
      const element = frame.current;
      element?.scrollTo({ top: element.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    },
    [frame],
  );

  useEffect(() => {
    const element = frame.current;
    const inner = content.current;
    if (!element || !inner) return;
    let lastTop = element.scrollTop;
    const onScroll = () => {
      const distance = element.scrollHeight - element.clientHeight - element.scrollTop;
      // Only a move upwards is the reader leaving; growth below also changes the distance.
      if (distance <= nearEnd) sticks.current = true;
      else if (element.scrollTop < lastTop) sticks.current = false;
      lastTop = element.scrollTop;
      setIsAtEnd(sticks.current);
    };
    const observer = new ResizeObserver(() => {
      if (sticks.current) element.scrollTo({ top: element.scrollHeight });
    });
    observer.observe(element);
    observer.observe(inner);
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', onScroll);
    };
  }, [frame, content]);

  return { isAtEnd, scrollToEnd };
}
