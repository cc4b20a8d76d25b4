import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { DeskConversation, DeskDetail } from '../../../contract/support.ts';
import { Avatar } from '../../shared/ui/avatar.tsx';
import { cx } from '../../shared/ui/cx.ts';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { Tabs } from '../../shared/ui/tabs.tsx';
import { AccountTab } from '../account/account-tab.tsx';
import { guideRunsQuery, mayAct } from '../inbox/queries.ts';
import type { InboxPlace } from '../inbox/use-inbox.ts';
import { maskedInitial } from '../masked-initial.ts';
import { useAction } from '../keyboard/actions.tsx';
import { useStaff } from '../session/session.ts';
import { CustomerTab } from './customer-tab.tsx';
import { GuidesTab } from './guides-tab.tsx';
import { PaymentTab } from './payment-tab.tsx';
import type { ContextChoice } from './use-context-choice.ts';

export interface ContextPanelProps {
  conversation: DeskConversation;
  detail: DeskDetail;
  inbox: InboxPlace;
  choice: ContextChoice;
}

/** What is known around a conversation. A region of its own on wide screens, over the thread on narrower ones. */
export function ContextPanel({ conversation, detail, inbox, choice }: ContextPanelProps) {
  const { t } = useLingui();
  const staff = useStaff();
  const panel = useRef<HTMLElement>(null);
  const runs = useQuery(guideRunsQuery(conversation.id));
  const { contextShown, showContext } = inbox;
  const { customer } = detail;
  useAction('context', () => {
    if (matchMedia('(min-width: 1280px)').matches) panel.current?.focus();
    else showContext(!contextShown);
  });
  useAction('account', () => {
    choice.showTab('account');
    if (matchMedia('(min-width: 1280px)').matches) panel.current?.focus();
    else showContext(true);
  });
  // It covers what had the focus.
  useEffect(() => {
    if (contextShown) panel.current?.focus();
  }, [contextShown]);

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes it from anywhere inside
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t`客户资料`}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && contextShown) showContext(false);
      }}
      className={cx(
        'min-h-0 flex-col bg-surface outline-none xl:static xl:flex xl:w-[22rem] xl:shrink-0 xl:border-line xl:border-l xl:shadow-none',
        contextShown
          ? 'fixed inset-0 z-30 flex md:left-auto md:w-[24rem] md:border-line md:border-l md:shadow-float'
          : 'hidden',
      )}
    >
      <header className="flex items-center gap-3 px-4 pt-[max(env(safe-area-inset-top),0.75rem)] pb-1">
        <Avatar name={maskedInitial(customer.name)} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold">{customer.name}</h2>
          <p className="tabular truncate text-caption text-muted">{customer.maskedContact}</p>
        </div>
        <IconButton
          icon={<X />}
          label={t`收起客户资料`}
          tone="muted"
          className="xl:hidden"
          onClick={() => showContext(false)}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 pb-6">
        <Tabs
          label={t`客户资料`}
          value={choice.tab}
          onChange={choice.showTab}
          tabs={[
            { value: 'payment', label: <Trans>付款</Trans> },
            { value: 'guides', label: <Trans>引导</Trans>, count: runs.data?.runs.length || undefined },
            { value: 'account', label: <Trans>办理</Trans> },
            { value: 'customer', label: <Trans>客户</Trans> },
          ]}
          className="[&>[role=tablist]]:sticky [&>[role=tablist]]:top-0 [&>[role=tablist]]:z-10 [&>[role=tablist]]:bg-surface"
        >
          {choice.tab === 'payment' && <PaymentTab detail={detail} choice={choice} />}
          {choice.tab === 'guides' && (
            <GuidesTab conversationId={conversation.id} maySend={mayAct(staff, conversation)} />
          )}
          {choice.tab === 'account' && <AccountTab detail={detail} acts={mayAct(staff, conversation)} />}
          {choice.tab === 'customer' && <CustomerTab detail={detail} choice={choice} />}
        </Tabs>
      </div>
    </aside>
  );
}
