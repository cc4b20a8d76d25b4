import { Trans } from '@lingui/react/macro';
import { createLink } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { ButtonAnchor } from '../../shared/ui/button.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';

const ButtonLink = createLink(ButtonAnchor);

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        icon={<Compass />}
        title={<Trans>没有这个页面</Trans>}
        action={
          <ButtonLink to="/">
            <Trans>回到收件箱</Trans>
          </ButtonLink>
        }
      />
    </main>
  );
}
