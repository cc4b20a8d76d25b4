import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { BottomTab } from '../../shared/ui/bottom-tabs.tsx';
import { ButtonAnchor } from '../../shared/ui/button.tsx';
import { ListAnchor } from '../../shared/ui/list.tsx';

/** The kit's anchors as links inside the wallet. */
export const TabLink = createLink(BottomTab);
export const ButtonLink = createLink(ButtonAnchor);
export const RowLink = createLink(ListAnchor);
/** A fact that leads somewhere. */
export const FactLink = createLink(({ children, ...anchor }: ComponentProps<'a'>) => (
  <a {...anchor} className="-my-2 inline-block py-2 text-accent-ink hover:underline">
    {children}
  </a>
));
