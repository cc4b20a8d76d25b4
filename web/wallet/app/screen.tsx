import { useCanGoBack, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { PageHeader } from '../../shared/ui/page-header.tsx';
import { SupportLink } from './support-link.tsx';
import { useTitle } from './use-title.ts';

export interface ScreenProps {
  /** Shown in the header and as the page's title. */
  title: string;
  /** snake_case; support is told. */
  name: string;
  paymentId?: string;
  paymentMethodId?: string;
  /** Where back leads when this is the first page of the visit; a main place has no back. */
  up?: string;
  /** Overrides going back: a form of several steps. */
  onBack?: () => void;
  children: ReactNode;
}

/** A screen below the main places: header with back and support, content in one readable column. */
export function Screen({ title, name, paymentId, paymentMethodId, up, onBack, children }: ScreenProps) {
  const router = useRouter();
  const canGoBack = useCanGoBack();
  useTitle(title);
  const back =
    onBack ??
    (up === undefined
      ? undefined
      : () => {
          if (canGoBack) router.history.back();
          else void router.navigate({ to: up, replace: true });
        });
  return (
    <div className="mx-auto w-full max-w-2xl lg:pt-6">
      <PageHeader
        title={title}
        onBack={back}
        action={<SupportLink {...{ screen: name, paymentId, paymentMethodId }} />}
        className="lg:bg-page"
      />
      <main id="main" className="px-4 pt-4 pb-10">
        {children}
      </main>
    </div>
  );
}
