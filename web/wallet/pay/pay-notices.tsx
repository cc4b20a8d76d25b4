import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';

interface NoticeProps {
  open: boolean;
  onClose: () => void;
}

/** While the sheet learns what is to be paid and how. */
export function WaitSheet(props: NoticeProps & { failed: boolean; onRetry: () => void }) {
  return (
    <Sheet
      open={props.open}
      onOpenChange={(next) => !next && props.onClose()}
      title={<Trans>确认付款</Trans>}
    >
      {props.failed ? (
        <ErrorState onRetry={props.onRetry} />
      ) : (
        <div className="flex flex-col items-center gap-3 py-6" role="status">
          <Skeleton className="h-4 w-32" />
          <Skeleton className="h-9 w-44" />
          <Skeleton className="h-4 w-40" />
          <Skeleton className="mt-4 h-11 w-full" />
        </div>
      )}
    </Sheet>
  );
}

/** No payment without a payment password: the way to set one, and back. */
export function NoPaymentPasswordSheet(props: NoticeProps & { onSet: () => void }) {
  return (
    <Sheet
      open={props.open}
      onOpenChange={(next) => !next && props.onClose()}
      title={<Trans>先设置支付密码</Trans>}
      description={<Trans>付款、转账和提现都用六位支付密码确认，与登录密码分开。设置好就回到这里。</Trans>}
      footer={
        <Button onClick={props.onSet}>
          <Trans>去设置</Trans>
        </Button>
      }
    />
  );
}

/** There is nothing to take the money from, or to send it to. */
export function NoMethodSheet(props: NoticeProps & { onAdd: () => void; bankOnly: boolean }) {
  return (
    <Sheet
      open={props.open}
      onOpenChange={(next) => !next && props.onClose()}
      title={props.bankOnly ? <Trans>先添加银行账户</Trans> : <Trans>先添加银行卡</Trans>}
      description={
        props.bankOnly ? (
          <Trans>提现会转到您自己的银行账户。添加好就回到这里。</Trans>
        ) : (
          <Trans>钱从您的银行卡或银行账户转入。添加好就回到这里。</Trans>
        )
      }
      footer={
        <Button onClick={props.onAdd}>
          <Trans>去添加</Trans>
        </Button>
      }
    />
  );
}

/** No answer came. Asking again uses the same key, so it finds the first result or does it for the first time. */
export function UncertainSheet(
  props: NoticeProps & { onAskAgain: () => Promise<unknown>; onBills: () => void },
) {
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    try {
      await props.onAskAgain();
    } finally {
      setAsking(false);
    }
  };
  return (
    <Sheet
      open={props.open}
      onOpenChange={(next) => !next && props.onClose()}
      dismissible={!asking}
      title={<Trans>还没有收到结果</Trans>}
      description={
        <Trans>
          网络断了，这笔付款可能已经完成，也可能没有发出。请不要另外再付一次；“再问一次”只会完成同一笔，不会重复扣款。
        </Trans>
      }
      footer={
        <>
          <Button variant="secondary" onClick={props.onBills} disabled={asking}>
            <Trans>查看账单</Trans>
          </Button>
          <Button onClick={() => void ask()} loading={asking}>
            <Trans>再问一次</Trans>
          </Button>
        </>
      }
    />
  );
}
