import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { ProofKind, proveInRecovery } from '../../../contract/recovery.ts';
import type { BodyOf } from '../../../contract/route.ts';
import { Button } from '../../shared/ui/button.tsx';
import { CodeField } from '../../shared/ui/code-field.tsx';
import { PasswordField } from '../../shared/ui/password-field.tsx';
import { PaymentPasswordSheet } from '../../shared/ui/payment-password-sheet.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { problemText } from '../app/problem-text.ts';
import { AddressProof } from './address-proof.tsx';
import { DocumentProof } from './document-proof.tsx';
import { PasskeyProof } from './passkey-proof.tsx';
import { useProof } from './use-proof.ts';
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
  if (kind === 'passkey') return <PasskeyProof onDone={onDone} />;
  if (kind === 'identity_document') return <DocumentProof onDone={onDone} />;
  return <SecretProof kind={kind} onDone={onDone} />;
}

function SecretProof({ kind, onDone }: { kind: ProofKind; onDone: () => void }) {
  const { i18n } = useLingui();
  const [value, setValue] = useState('');
  const prove = useProof(onDone, () => setValue(''));
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
