import { Trans } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { RealtimeProvider } from '../../shared/use-realtime.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Spinner } from '../../shared/ui/spinner.tsx';
import { LiveInbox } from '../inbox/live-inbox.tsx';
import { ActionsProvider } from '../keyboard/actions.tsx';
import { Keyboard } from '../keyboard/keyboard.tsx';
import { IdleLock } from '../session/idle-lock.tsx';
import { may, staffQuery } from '../session/session.ts';

/** Every room of the desk, for whoever is logged in; nobody is sent to the log-in screen by the refusal itself. */
export function DeskLayout() {
  const queryClient = useQueryClient();
  const staff = useQuery(staffQuery);
  if (staff.data === undefined) {
    return (
      <main className="grid min-h-dvh place-items-center">
        {staff.isError ? (
          <ErrorState
            title={<Trans>工作台没有加载出来</Trans>}
            onRetry={() => void staff.refetch()}
            retrying={staff.isFetching}
          />
        ) : (
          <Spinner className="size-6 text-muted" />
        )}
      </main>
    );
  }
  return (
    <RealtimeProvider door="desk" onRefused={() => void queryClient.refetchQueries(staffQuery)}>
      <IdleLock />
      {may(staff.data, 'conversation.work') && <LiveInbox />}
      <ActionsProvider>
        <Keyboard />
        <Outlet />
      </ActionsProvider>
    </RealtimeProvider>
  );
}
