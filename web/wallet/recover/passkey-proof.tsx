import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { askRecoveryPasskey } from '../../../contract/recovery.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { problemText } from '../app/problem-text.ts';
import { signWithPasskey } from '../../shared/passkey.ts';
import { useProof } from './use-proof.ts';

/** A passkey of the account, on whichever device it is. */
export function PasskeyProof({ onDone }: { onDone: () => void }) {
  const { i18n } = useLingui();
  const prove = useProof(onDone);
  const sign = useMutation({
    mutationFn: async () => signWithPasskey(await call(askRecoveryPasskey)),
    onSuccess: (signed) => prove.mutate({ kind: 'passkey', ...signed }),
  });
  const error = sign.error ?? prove.error;
  return (
    <div className="flex flex-col gap-3">
      {error && (
        <Banner tone="danger" live>
          {problemText(error, i18n.locale)}
        </Banner>
      )}
      <div className="flex gap-2">
        <Button variant="secondary" size="small" onClick={onDone} disabled={sign.isPending}>
          <Trans>换一项</Trans>
        </Button>
        <Button
          size="small"
          icon={<Fingerprint />}
          autoFocus
          loading={sign.isPending || prove.isPending}
          onClick={() => sign.mutate()}
        >
          <Trans>用通行密钥证明</Trans>
        </Button>
      </div>
    </div>
  );
}
