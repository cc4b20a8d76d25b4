import { useState } from 'react';
import type { InboxPlace } from '../inbox/use-inbox.ts';

export type ContextTab = 'payment' | 'guides' | 'account' | 'customer';

/** What the context region shows: a tab, and which payment. */
export interface ContextChoice {
  tab: ContextTab;
  /** Absent: the one the conversation is about. */
  paymentId: string | undefined;
  showTab(tab: ContextTab): void;
  /** Opens a payment, wherever the context hides. */
  showPayment(paymentId: string | undefined): void;
}

export function useContextChoice(inbox: InboxPlace): ContextChoice {
  const [tab, setTab] = useState<ContextTab>('payment');
  const [paymentId, setPaymentId] = useState<string>();
  return {
    tab,
    paymentId,
    showTab: setTab,
    showPayment(id) {
      setTab('payment');
      setPaymentId(id);
      if (!inbox.contextShown && !matchMedia('(min-width: 1280px)').matches) inbox.showContext(true);
    },
  };
}
