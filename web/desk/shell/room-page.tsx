import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { IncidentBanner } from '../incidents/incident-banner.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { listQuery } from '../inbox/queries.ts';
import { may, useStaff } from '../session/session.ts';
import { ConnectionBanner } from './connection-banner.tsx';
import { ProfileMenu } from './profile-menu.tsx';
import { Rail } from './rail.tsx';
import { useWindowTitle } from './use-window-title.ts';

/** A room of the desk beside the inbox: the rail, a heading, and one column of things to read and decide. */
export function RoomPage({
  title,
  name,
  detail,
  wide = false,
  children,
}: {
  title: ReactNode;
  /** The title as text, for the window. */
  name: string;
  detail: ReactNode;
  /** Uses the whole window, for what is drawn rather than read. */
  wide?: boolean;
  children: ReactNode;
}) {
  const staff = useStaff();
  const inbox = useQuery({ ...listQuery('mine', ''), enabled: may(staff, 'conversation.work') });
  useWindowTitle(`${name} · UPay`);
  return (
    <div className="flex h-dvh flex-col bg-page">
      <header className="sr-only">
        <p>
          <Trans>UPay 客服工作台</Trans>
        </p>
      </header>
      <ConnectionBanner />
      <IncidentBanner />
      <div className="flex min-h-0 flex-1">
        <Rail waiting={inbox.data?.counts.unassigned ?? 0} />
        <main className="min-h-0 min-w-0 flex-1 overflow-y-auto overscroll-contain pt-safe pb-safe">
          <div className={cx('mx-auto w-full px-4 py-5 md:px-6 md:py-8', !wide && 'max-w-3xl')}>
            <div className="mb-4 flex items-start justify-between gap-3">
              <div className="min-w-0">
                <h1 className="font-semibold text-[1.375rem] leading-tight">{title}</h1>
                <p className="mt-1 text-label text-muted">{detail}</p>
              </div>
              <div className="md:hidden">
                <ProfileMenu side="bottom" />
              </div>
            </div>
            {children}
          </div>
        </main>
      </div>
    </div>
  );
}
