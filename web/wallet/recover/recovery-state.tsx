import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useState } from 'react';
import {
  actInRecovery,
  type ProofKind,
  type Recovery,
  type RecoveryAction,
} from '../../../contract/recovery.ts';
import type { BodyOf } from '../../../contract/route.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { problemText } from '../app/problem-text.ts';
import { LockFacts } from './lock-facts.tsx';
import { NewPasswordSheet } from './new-password-sheet.tsx';
import { NewPaymentPasswordSheet } from './new-payment-password-sheet.tsx';
import { ProofForm } from './proof-form.tsx';
import { RecoverySupport } from './recovery-support.tsx';
import { recoveryQuery } from './queries.ts';
import { actionWords, doneWords, proofWords } from './words.ts';

type ActBody = BodyOf<typeof actInRecovery>;

/** What makes sense now: freezing what is not frozen, unlocking what is locked; while frozen, nothing but lifting it. */
function offered({ actions, lock }: Recovery): Recovery['actions'] {
  const frozen = lock.locks.some(({ reason }) => reason === 'frozen');
  const locked = lock.locks.length > 0 || lock.paymentPasswordLockedUntil !== undefined;
  return actions.filter(({ action }) => {
    if (action === 'unfreeze') return frozen;
    if (frozen) return false;
    return action !== 'unlock' || locked;
  });
}

/** For the proven owner: why the account is locked, what is proven, and what may be done about it. */
export function RecoveryState({ recovery, onLeave }: { recovery: Recovery; onLeave: () => void }) {
  const { i18n, t } = useLingui();
  const client = useQueryClient();
  const [done, setDone] = useState<RecoveryAction>();
  const [open, setOpen] = useState<RecoveryAction>();
  const [proving, setProving] = useState<ProofKind>();
  const act = useMutation({
    mutationFn: (body: ActBody) => call(actInRecovery, { body }),
    onSuccess: (changed, { action }) => {
      client.setQueryData(recoveryQuery.queryKey, changed);
      setOpen(undefined);
      setDone(action);
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.code === 'recovery_over')
        client.setQueryData(recoveryQuery.queryKey, null);
    },
  });
  const choose = (action: RecoveryAction) => {
    setDone(undefined);
    act.reset();
    if (action === 'unlock' || action === 'unfreeze') act.mutate({ action });
    else setOpen(action);
  };
  const actions = offered(recovery);
  const blocked = actions.filter(({ allowed }) => !allowed);
  const close = (isOpen: boolean) => {
    if (!isOpen) setOpen(undefined);
  };

  return (
    <div className="flex flex-col gap-6">
      {done && (
        <Banner tone="success" live>
          {doneWords(done)}
        </Banner>
      )}
      <LockFacts lock={recovery.lock} />

      <section className="flex flex-col gap-3">
        <h2 className="font-semibold text-title">
          <Trans>已证明</Trans>
        </h2>
        <p className="flex flex-wrap gap-2">
          {recovery.proven.map((kind) => (
            <Badge key={kind} tone="success">
              <Check aria-hidden="true" />
              {proofWords(kind)}
            </Badge>
          ))}
        </p>
        {blocked.length > 0 && recovery.provable.length > 0 && (
          <>
            <p className="text-label text-muted">
              <Trans>能再证明的越多，能做的越多：</Trans>
            </p>
            {proving ? (
              <ProofForm kind={proving} onDone={() => setProving(undefined)} />
            ) : (
              <div className="flex flex-wrap gap-2">
                {recovery.provable.map((kind) => (
                  <Button
                    key={kind}
                    variant="secondary"
                    size="small"
                    onClick={() => {
                      setDone(undefined);
                      setProving(kind);
                    }}
                  >
                    {proofWords(kind)}
                  </Button>
                ))}
              </div>
            )}
          </>
        )}
      </section>

      <section className="flex flex-col gap-3">
        <h2 className="font-semibold text-title">
          <Trans>现在可以</Trans>
        </h2>
        {actions.map(({ action, allowed, missing }) => (
          <div key={action} className="flex flex-col gap-1">
            <Button
              wide
              variant={action === 'unlock' || action === 'unfreeze' ? 'primary' : 'secondary'}
              disabled={!allowed}
              loading={act.isPending && act.variables.action === action && open === undefined}
              onClick={() => choose(action)}
            >
              {actionWords(action)}
            </Button>
            {!allowed && (
              <p className="text-center text-caption text-muted">
                <Plural value={missing} other="还差 # 项证明" />
              </p>
            )}
          </div>
        ))}
        {act.error && open === undefined && (
          <Banner tone="danger" live>
            {problemText(act.error, i18n.locale)}
          </Banner>
        )}
        <Button
          variant={done && recovery.lock.locks.length === 0 ? 'primary' : 'quiet'}
          wide
          onClick={onLeave}
        >
          <Trans>去登录</Trans>
        </Button>
      </section>

      <RecoverySupport
        provenEnough={recovery.actions.some(({ action, allowed }) => action === 'unfreeze' && allowed)}
      />

      <Dialog
        open={open === 'freeze'}
        onOpenChange={close}
        dismissible={!act.isPending}
        title={<Trans>挂失账户？</Trans>}
        description={
          <Trans>所有设备马上退出登录，任何人都不能付款、转账或提现，直到您证明身份、解除挂失。</Trans>
        }
        footer={
          <>
            <Button variant="secondary" onClick={() => setOpen(undefined)} disabled={act.isPending}>
              <Trans>取消</Trans>
            </Button>
            <Button variant="danger" loading={act.isPending} onClick={() => act.mutate({ action: 'freeze' })}>
              {t`挂失账户`}
            </Button>
          </>
        }
      >
        {act.error && (
          <Banner tone="danger" live>
            {problemText(act.error, i18n.locale)}
          </Banner>
        )}
      </Dialog>
      <NewPasswordSheet
        open={open === 'reset_password'}
        onOpenChange={close}
        busy={act.isPending}
        shortest={recovery.shortestPassword}
        error={act.error ?? undefined}
        onSubmit={(password) => act.mutate({ action: 'reset_password', password })}
      />
      <NewPaymentPasswordSheet
        open={open === 'reset_payment_password'}
        onOpenChange={close}
        error={act.error ?? undefined}
        onSubmit={(paymentPassword) => act.mutateAsync({ action: 'reset_payment_password', paymentPassword })}
      />
    </div>
  );
}
