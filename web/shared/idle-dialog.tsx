import { Trans } from '@lingui/react/macro';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button } from './ui/button.tsx';
import { Dialog } from './ui/dialog.tsx';
import { useCountdown } from './use-countdown.ts';
import { useIdle } from './use-idle.ts';

/**
 * Keeps the session of somebody who is here, and asks who seems to have gone, a minute before it ends.
 * @param session the query that reads who is logged in
 * @param children what is going to happen, in so many seconds
 */
export function IdleDialog({
  idleMs,
  session,
  children,
}: {
  idleMs: number;
  session: QueryKey;
  children: (seconds: number) => ReactNode;
}) {
  const client = useQueryClient();
  const { endsAt, stay } = useIdle({
    idleMs,
    tell: () => void client.refetchQueries({ queryKey: session }),
  });
  const seconds = useCountdown(endsAt ?? 0);
  return (
    <Dialog
      open={endsAt !== undefined}
      onOpenChange={stay}
      title={<Trans>您还在吗？</Trans>}
      description={children(seconds)}
      footer={
        <Button onClick={stay}>
          <Trans>继续使用</Trans>
        </Button>
      }
    />
  );
}
