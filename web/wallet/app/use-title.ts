import { useEffect } from 'react';

/** The page's title, so that history, tabs and screen readers say where one is. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · UPay`;
  }, [title]);
}
