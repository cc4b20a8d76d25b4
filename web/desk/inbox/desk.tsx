import { Trans, useLingui } from '@lingui/react/macro';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { cx } from '../../shared/ui/cx.ts';
import { IncidentBanner } from '../incidents/incident-banner.tsx';
import { useAction } from '../keyboard/actions.tsx';
import { NextButton } from '../routing/next-button.tsx';
import { PresenceSwitch } from '../routing/presence-switch.tsx';
import { ConnectionBanner } from '../shell/connection-banner.tsx';
import { ProfileMenu } from '../shell/profile-menu.tsx';
import { Rail } from '../shell/rail.tsx';
import { useWindowTitle } from '../shell/use-window-title.ts';
import { ConversationRegion } from '../thread/conversation-region.tsx';
import { NothingSelected } from '../thread/nothing-selected.tsx';
import { ConversationList } from './conversation-list.tsx';
import { listQuery } from './queries.ts';
import { SearchField } from './search-field.tsx';
import { useInbox } from './use-inbox.ts';
import { ViewSwitch } from './view-switch.tsx';

/** The four regions. On phones one at a time: the list, a conversation, or what is known around it. */
export function Desk() {
  const { t } = useLingui();
  const inbox = useInbox();
  const { view, search, conversationId } = inbox;
  const list = useQuery({ ...listQuery(view, search), placeholderData: keepPreviousData });
  const counts = list.data?.counts;
  const conversations = list.data?.conversations;

  useAction('next', conversations && (() => focusNeighbour(1, conversationId)));
  useAction('previous', conversations && (() => focusNeighbour(-1, conversationId)));

  const waiting = counts?.unassigned ?? 0;
  useWindowTitle(t`UPay 客服工作台`);

  return (
    <div className="flex h-dvh flex-col bg-surface">
      <header className="sr-only">
        <h1>
          <Trans>UPay 客服工作台</Trans>
        </h1>
      </header>
      {conversationId && (
        <a
          href="#thread"
          className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-accent focus:px-3 focus:py-2 focus:text-on-accent"
        >
          <Trans>跳到会话</Trans>
        </a>
      )}
      <ConnectionBanner />
      <IncidentBanner />
      <div className="flex min-h-0 flex-1">
        <Rail waiting={waiting} />
        <section
          // With nothing open the list is what the page is about, and on phones all there is.
          role={conversationId ? undefined : 'main'}
          aria-label={t`收件箱`}
          className={cx(
            'min-h-0 w-full shrink-0 flex-col border-line md:flex md:w-72 md:border-r xl:w-80',
            conversationId ? 'hidden' : 'flex',
          )}
        >
          <header className="flex flex-col gap-2.5 border-line border-b p-3 pt-[max(env(safe-area-inset-top),0.75rem)]">
            <div className="flex items-center justify-between md:hidden">
              <h2 className="font-semibold text-[1.375rem]">
                <Trans>收件箱</Trans>
              </h2>
              <ProfileMenu side="bottom" />
            </div>
            <PresenceSwitch />
            <SearchField value={search} onChange={inbox.lookFor} />
            <ViewSwitch value={view} onChange={inbox.show} counts={counts} />
            <NextButton waiting={waiting} inbox={inbox} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-safe">
            <ConversationList
              list={list}
              view={view}
              search={search}
              selectedId={conversationId}
              onView={inbox.show}
              onClearSearch={() => inbox.lookFor('')}
            />
          </div>
        </section>
        {conversationId ? (
          <ConversationRegion
            key={conversationId}
            conversationId={conversationId}
            list={list}
            inbox={inbox}
          />
        ) : (
          <NothingSelected />
        )}
      </div>
    </div>
  );
}

/** Moves the focus along the list, from the focused conversation or else the open one; Enter opens it. */
function focusNeighbour(step: 1 | -1, openId: string | undefined): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-conversation]')];
  const focused = rows.findIndex((row) => row === document.activeElement);
  const current = focused >= 0 ? focused : rows.findIndex((row) => row.dataset.conversation === openId);
  const target = current < 0 ? rows[0] : rows[Math.min(Math.max(current + step, 0), rows.length - 1)];
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}
