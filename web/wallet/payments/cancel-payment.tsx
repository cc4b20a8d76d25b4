import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleX } from 'lucide-react';
import { useState } from 'react';
import { cancelPayment } from '../../../contract/payments.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ListItem } from '../../shared/ui/list.tsx';
import { problemText } from '../app/problem-text.ts';
import { paymentQuery, refreshMoney } from './queries.ts';

/** Gives up a payment that failed, or that waits for the bank's page, after asking. */
export function CancelPayment({ paymentId }: { paymentId: string }) {
  const { i18n } = useLingui();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const cancel = useMutation({
    mutationFn: () => call(cancelPayment, { params: { id: paymentId } }),
    onSuccess: (detail) => {
      setAsking(false);
      client.setQueryData(paymentQuery(paymentId).queryKey, detail);
      return refreshMoney(client);
    },
  });
  return (
    <>
      <ListItem
        leading={<CircleX aria-hidden="true" />}
        title={<Trans>不付了，取消这笔</Trans>}
        onClick={() => {
          cancel.reset();
          setAsking(true);
        }}
      />
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        dismissible={!cancel.isPending}
        title={<Trans>取消这笔付款？</Trans>}
        description={<Trans>没有扣款，取消后不能再继续付这一笔。</Trans>}
        footer={
          <>
            <Button variant="secondary" onClick={() => setAsking(false)} disabled={cancel.isPending}>
              <Trans>先留着</Trans>
            </Button>
            <Button variant="danger" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              <Trans>取消付款</Trans>
            </Button>
          </>
        }
      >
        {cancel.error && (
          <Banner tone="danger" live>
            {problemText(cancel.error, i18n.locale)}
          </Banner>
        )}
      </Dialog>
    </>
  );
}
