import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type ProofKind, proveInRecovery } from '../../../contract/recovery.ts';
import type { BodyOf } from '../../../contract/route.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { CodeField } from '../../shared/ui/code-field.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { PaymentPasswordSheet } from '../../shared/ui/payment-password-sheet.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { problemText } from '../app/problem-text.ts';
import { AddressProof } from './address-proof.tsx';
import { recoveryQuery } from './queries.ts';
import { proofWords } from './words.ts';

function bodyOf(kind: ProofKind, value: string): BodyOf<typeof proveInRecovery> | undefined {
  switch (kind) {
    case 'password':
      return { kind, password: value };
    case 'payment_password':
      return { kind, paymentPassword: value };
    case 'totp':
    case 'recovery_code':
      return { kind, code: value };
    default:
      return undefined;
  }
}

/** One further proof: typed, sent, forgotten here. */
export function ProofForm({ kind, onDone }: { kind: ProofKind; onDone: () => void }) {
  if (kind === 'phone' || kind === 'email') return <AddressProof kind={kind} onDone={onDone} />;
  return <SecretProof kind={kind} onDone={onDone} />;
}

function SecretProof({ kind, onDone }: { kind: ProofKind; onDone: () => void }) {
  const { i18n } = useLingui();
  const client = useQueryClient();
  const [value, setValue] = useState('');
  const prove = useMutation({
    mutationFn: (body: BodyOf<typeof proveInRecovery>) => call(proveInRecovery, { body }),
    onSuccess: (changed) => {
      client.setQueryData(recoveryQuery.queryKey, changed);
      onDone();
    },
    onError: (error) => {
      setValue('');
      if (error instanceof ApiProblem && error.code === 'recovery_over')
        client.setQueryData(recoveryQuery.queryKey, null);
    },
  });
  const shared = {
    label: proofWords(kind),
    autoFocus: true,
    value,
    error: prove.error && value === '' ? problemText(prove.error, i18n.locale) : undefined,
  };
  if (kind === 'payment_password') {
    return (
      <PaymentPasswordSheet
        open
        onOpenChange={(open) => !open && onDone()}
        title={<Trans>证明支付密码</Trans>}
        error={shared.error}
        onSubmit={(paymentPassword) => prove.mutateAsync({ kind, paymentPassword }).catch(() => {})}
      />
    );
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const body = bodyOf(kind, value);
        if (body && value !== '' && (kind !== 'totp' || value.length === 6)) prove.mutate(body);
      }}
    >
      {kind === 'password' ? (
        <PasswordField
          {...shared}
          autoComplete="current-password"
          onChange={(event) => setValue(event.target.value)}
        />
      ) : kind === 'totp' ? (
        <CodeField {...shared} onChange={setValue} />
      ) : (
        <TextField {...shared} autoComplete="off" onChange={(event) => setValue(event.target.value)} />
      )}
      <div className="flex gap-2">
        <Button variant="secondary" size="small" onClick={onDone} disabled={prove.isPending}>
          <Trans>换一项</Trans>
        </Button>
        <Button type="submit" size="small" loading={prove.isPending}>
          <Trans>证明</Trans>
        </Button>
      </div>
    </form>
  );
}
