import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Challenge } from '../../../contract/identity.ts';
import { Button } from '../../shared/ui/button.tsx';
import { problemText } from '../app/problem-text.ts';
import { CodeStep } from './code-step.tsx';
import { SessionLayout } from './session-layout.tsx';

export interface CodeScreenProps {
  challenge: Challenge;
  detail: ReactNode;
  /** Rejects with why the code was refused. */
  onAnswer: (code: string) => Promise<unknown>;
  onBack: () => void;
}

/** The code to the phone, as the first or the last step of a log-in. */
export function CodeScreen(props: CodeScreenProps) {
  const { i18n, t } = useLingui();
  const [challenge, setChallenge] = useState(props.challenge);
  const [code, setCode] = useState('');
  const answer = useMutation({ mutationFn: props.onAnswer, onError: () => setCode('') });
  return (
    <SessionLayout title={t`确认是您本人`} detail={props.detail} onBack={props.onBack}>
      <form
        noValidate
        className="flex flex-col gap-6"
        onSubmit={(event) => {
          event.preventDefault();
          if (code.length === 6) answer.mutate(code);
        }}
      >
        <CodeStep
          challenge={challenge}
          onChallenge={setChallenge}
          value={code}
          onChange={setCode}
          onComplete={(entered) => answer.mutate(entered)}
          busy={answer.isPending}
          error={answer.error ? problemText(answer.error, i18n.locale) : undefined}
        />
        <Button type="submit" wide loading={answer.isPending}>
          <Trans>登录</Trans>
        </Button>
      </form>
    </SessionLayout>
  );
}
