import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { Search, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import {
  type PaymentKind,
  type PaymentStatus,
  paymentKinds,
  paymentStatuses,
} from '../../../contract/payments.ts';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { useSearchText } from '../app/address.ts';
import { lastMonths, monthName } from './months.ts';
import { kindName, statusName } from './words.ts';

const METHODS = ['balance', 'card', 'bank_account'] as const;
const PAUSE_MS = 300;

/** Which bills are looked at; it stands in the address, so that going back finds the same. */
export interface BillFilter {
  search?: string;
  month?: string;
  kind?: PaymentKind;
  status?: PaymentStatus;
  method?: (typeof METHODS)[number];
}

/** The filter in the address; what is no filter is left out. */
export function useBillFilter(): BillFilter {
  const [search, month, kind, status, method] = [
    useSearchText('search'),
    useSearchText('month'),
    useSearchText('kind'),
    useSearchText('status'),
    useSearchText('method'),
  ];
  return {
    search: search?.trim() || undefined,
    month: /^20\d\d-(0[1-9]|1[0-2])$/.test(month ?? '') ? month : undefined,
    kind: paymentKinds.find((known) => known === kind),
    status: paymentStatuses.find((known) => known === status),
    method: METHODS.find((known) => known === method),
  };
}

/** Search, and what can be chosen: kind, month, state and method. */
export function BillFilters({ filter }: { filter: BillFilter }) {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const change = (part: BillFilter) =>
    void navigate({ to: '/bills', search: { ...filter, ...part }, replace: true });

  const [text, setText] = useState(filter.search ?? '');
  const look = useEffectEvent((typed: string) => {
    const search = typed.trim() || undefined;
    if (search !== filter.search) change({ search });
  });
  useEffect(() => {
    const timer = setTimeout(() => look(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);

  const kinds = [undefined, ...paymentKinds];
  const methodNames = { balance: t`余额`, card: t`银行卡`, bank_account: t`银行账户` };
  return (
    <div className="mb-3 flex flex-col gap-2">
      <TextField
        label={t`搜索账单`}
        hideLabel
        type="search"
        name="search"
        placeholder={t`附言、商家、金额或单号`}
        maxLength={40}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        leading={<Search aria-hidden="true" />}
        trailing={
          text && <IconButton icon={<X />} tone="muted" label={t`清空`} onClick={() => setText('')} />
        }
        inputClassName="[&::-webkit-search-cancel-button]:hidden"
      />
      <div
        role="group"
        aria-label={t`按类型筛选`}
        className="-mx-4 flex gap-2 overflow-x-auto px-4 [scrollbar-width:none]"
      >
        {kinds.map((kind) => (
          <button
            key={kind ?? 'all'}
            type="button"
            aria-pressed={filter.kind === kind}
            onClick={() => change({ kind })}
            className="min-h-target shrink-0 rounded-button border border-line bg-surface px-4 text-label text-muted transition-colors hover:text-ink aria-pressed:border-transparent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
          >
            {kind ? kindName(kind) : t`全部`}
          </button>
        ))}
      </div>
      <div className="grid grid-cols-3 gap-2">
        <Select
          label={t`月份`}
          hideLabel
          value={filter.month ?? ''}
          onChange={(event) => change({ month: event.target.value || undefined })}
          placeholder={t`月份`}
          options={lastMonths(24).map((month) => ({
            value: month,
            label: monthName(month, i18n.locale, 'short'),
          }))}
        />
        <Select
          label={t`状态`}
          hideLabel
          value={filter.status ?? ''}
          onChange={(event) =>
            change({ status: paymentStatuses.find((known) => known === event.target.value) })
          }
          placeholder={t`状态`}
          options={paymentStatuses.map((status) => ({ value: status, label: statusName(status) }))}
        />
        <Select
          label={t`付款方式`}
          hideLabel
          value={filter.method ?? ''}
          onChange={(event) => change({ method: METHODS.find((known) => known === event.target.value) })}
          placeholder={t`方式`}
          options={METHODS.map((method) => ({ value: method, label: methodNames[method] }))}
        />
      </div>
    </div>
  );
}
