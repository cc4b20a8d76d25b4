import { Trans, useLingui } from '@lingui/react/macro';
import { FileText, ImageIcon } from 'lucide-react';
import type { DeskDispute } from '../../../contract/disputes.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Badge } from '../../shared/ui/badge.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { IdText } from '../../shared/ui/id-text.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { Decide } from './decide.tsx';
import { partyName, reasonName, stateOf } from './words.ts';

/** One dispute with everything that is known of it. */
export function DisputeCard({ dispute }: { dispute: DeskDispute }) {
  const localized = useLocalized();
  const { i18n } = useLingui();
  const { amount, currency, customer, counterparty, reason, description, reserved } = dispute;
  const { name, tone } = stateOf(dispute);
  return (
    <Card
      key={i18n.locale}
      title={
        <>
          <Amount value={amount} currency={currency} /> · {reasonName(reason)}
        </>
      }
      action={<Badge tone={tone}>{name}</Badge>}
    >
      <Facts
        facts={[
          { label: <Trans>客户</Trans>, value: `${customer.maskedName} ${customer.maskedContact}` },
          { label: <Trans>付给</Trans>, value: localized(counterparty) },
          { label: <Trans>付款时间</Trans>, value: <Time value={dispute.paidAt} format="exact" /> },
          { label: <Trans>提出时间</Trans>, value: <Time value={dispute.openedAt} format="exact" /> },
          ...(dispute.status === 'needs_response' && dispute.respondBy
            ? [{ label: <Trans>商户期限</Trans>, value: <Time value={dispute.respondBy} format="exact" /> }]
            : []),
          ...(dispute.closedAt
            ? [{ label: <Trans>结束时间</Trans>, value: <Time value={dispute.closedAt} format="exact" /> }]
            : [{ label: <Trans>决定期限</Trans>, value: <Time value={dispute.decideBy} format="exact" /> }]),
          {
            label: <Trans>冻结</Trans>,
            value: (
              <Trans>
                商户 <Amount value={reserved.merchant} currency={currency} />
                ，UPay 垫付 <Amount value={reserved.cover} currency={currency} />
              </Trans>
            ),
          },
          {
            label: <Trans>交易号</Trans>,
            value: <IdText id={dispute.paymentId} className="text-caption" />,
          },
          ...(dispute.decisionReason
            ? [{ label: <Trans>决定理由</Trans>, value: dispute.decisionReason }]
            : []),
        ]}
      />
      <p className="mt-3 whitespace-pre-line text-body">{description}</p>
      {dispute.evidence.length > 0 && (
        <ul className="mt-3 flex flex-col gap-3 border-line border-t pt-3">
          {dispute.evidence.map((item) => (
            <li key={item.id}>
              <p className="text-caption text-muted">
                {partyName(item.party)} · <Time value={item.at} />
              </p>
              {item.text !== undefined && <p className="mt-0.5 whitespace-pre-line">{item.text}</p>}
              {item.file && (
                <a
                  href={`/api/desk/disputes/${dispute.id}/evidence/${item.id}/file`}
                  download
                  className="mt-0.5 inline-flex max-w-full items-center gap-2 text-accent-ink hover:underline"
                >
                  {item.file.mediaType === 'application/pdf' ? (
                    <FileText aria-hidden="true" className="size-icon shrink-0" />
                  ) : (
                    <ImageIcon aria-hidden="true" className="size-icon shrink-0" />
                  )}
                  <span className="truncate">{item.file.name}</span>
                  <span className="shrink-0 text-caption text-muted">
                    {Math.ceil(item.file.size / 1024)} KB
                  </span>
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      {dispute.status === 'under_review' && <Decide dispute={dispute} />}
    </Card>
  );
}
