import { useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';

/** The page's title, so that history, tabs and screen readers say where one is. */
export function useTitle(title: string): void {
  const { t } = useLingui();
  const shop = t`云朵咖啡`;
  useEffect(() => {
    document.title = `${title} · ${shop}`;
  }, [title, shop]);
}
