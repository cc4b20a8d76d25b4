import { useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import { LateRealtimeProvider } from '../../shared/late-realtime.tsx';
import { useFrames } from '../../shared/use-realtime.tsx';
import { meQuery } from '../me/queries.ts';
import { StepUpProvider } from '../step-up/step-up.tsx';
import { IdleLogOut } from './idle-log-out.tsx';
import { refreshMoney } from '../payments/queries.ts';

/** Everything that needs somebody logged in: one live connection, and money that is current on every screen. */
export function CustomerArea({ children }: { children?: ReactNode }) {
  const client = useQueryClient();
  // The answer is a 401 where the session has ended, and that leads to the log-in.
  const askWho = () => void client.refetchQueries({ queryKey: meQuery.queryKey });
  return (
    <LateRealtimeProvider door="customer" onRefused={askWho}>
      <Suspense fallback={null}>
        <LiveUpdates />
      </Suspense>
      <StepUpProvider>{children ?? <Outlet />}</StepUpProvider>
      <IdleLogOut />
    </LateRealtimeProvider>
  );
}

function LiveUpdates() {
  const client = useQueryClient();
  useFrames('payment', () => void refreshMoney(client));
  useFrames('checkout', () => void refreshMoney(client));
  useFrames('complaint', () => void client.invalidateQueries({ queryKey: ['complaints'] }));
  return null;
}
