import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Eye } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { type MaskedField, unmaskCustomer } from '../../../contract/staff.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';

/** Long enough to read out, too short to stay on an unattended screen. */
const SHOWN_MS = 60_000;

export interface MaskedFactProps {
  conversationId: string;
  field: MaskedField;
  name: ReactNode;
  masked: string;
  /** Only in one's own open conversation. */
  mayUnmask: boolean;
}

/** A masked field; unmasking asks why, is written down, and does not last. */
export function MaskedFact({ conversationId, field, name, masked, mayUnmask }: MaskedFactProps) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const unmask = useMutation({
    mutationFn: () =>
      call(unmaskCustomer, { params: { id: conversationId }, body: { field, reason: reason.trim() } }),
    onSuccess: () => {
      setOpen(false);
      setReason('');
    },
  });
  const { data, reset } = unmask;
  useEffect(() => {
    if (data === undefined) return;
    const timer = window.setTimeout(reset, SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [data, reset]);

  return (
    <span className="inline-flex items-center gap-1">
      <span className="tabular" data-unmasked={data ? field : undefined}>
        {data?.value ?? masked}
      </span>
      {mayUnmask && !data && (
        <IconButton
          icon={<Eye />}
          label={field === 'phone' ? t`查看完整手机号` : t`查看完整姓名`}
          tone="muted"
          className="-my-2.5"
          onClick={() => {
            reset();
            setOpen(true);
          }}
        />
      )}
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={<Trans>查看完整资料：{name}</Trans>}
        description={<Trans>会记下您的姓名和原因，主管可以看到。只在确有需要时查看。</Trans>}
        footer={
          <Button
            loading={unmask.isPending}
            disabled={reason.trim().length < 4}
            onClick={() => unmask.mutate()}
          >
            <Trans>查看</Trans>
          </Button>
        }
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim().length >= 4) unmask.mutate();
          }}
        >
          <TextField
            label={<Trans>原因</Trans>}
            hint={<Trans>至少 4 个字，例如：核对来电号码</Trans>}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </form>
        {unmask.isError && (
          <Banner tone="danger" live className="mt-3">
            {unmask.error instanceof ApiProblem ? (
              unmask.error.code === 'too_many_requests' ? (
                <Trans>您查看得太频繁了，已达上限。确有需要请联系主管。</Trans>
              ) : (
                unmask.error.message
              )
            ) : (
              <Trans>没有连上服务器，请再试一次。</Trans>
            )}
          </Banner>
        )}
      </Dialog>
    </span>
  );
}
