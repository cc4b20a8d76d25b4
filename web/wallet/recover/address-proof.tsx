import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { Challenge } from '../../../contract/identity.ts';
import { sendRecoveryCode } from '../../../contract/recovery.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Skeleton } from '../../shared/ui/skeleton.tsx';
import { problemText } from '../app/problem-text.ts';
import { CodeStep } from '../session/code-step.tsx';
import { useProof } from './use-proof.ts';

/** The other address that is bound: a code goes there when this is opened. */
export function AddressProof({ kind, onDone }: { kind: 'phone' | 'email'; onDone: () => void }) {
  const { i18n } = useLingui();
  const [challenge, setChallenge] = useState<Challenge>();
  const [code, setCode] = useState('');
  const send = useMutation({
    mutationFn: () => call(sendRecoveryCode, { body: { to: kind } }),
    onSuccess: setChallenge,
  });
  const start = useEffectEvent(() => send.mutate());
  useEffect(() => start(), []);
  const prove = useProof(onDone, () => setCode(''));
  return (
    <div className="flex flex-col gap-3">
      {challenge ? (
        <CodeStep
          challenge={challenge}
          onChallenge={setChallenge}
          value={code}
          onChange={setCode}
          onComplete={(entered) => prove.mutate({ kind, challengeId: challenge.id, code: entered })}
          busy={prove.isPending}
          error={prove.error ? problemText(prove.error, i18n.locale) : undefined}
        />
      ) : send.error ? (
        <Banner tone="danger" live>
          {problemText(send.error, i18n.locale)}
        </Banner>
      ) : (
        <Skeleton className="h-20 w-full" />
      )}
      <Button variant="secondary" size="small" className="self-start" onClick={onDone}>
        <Trans>换一项</Trans>
      </Button>
    </div>
  );
}
