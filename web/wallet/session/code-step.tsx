import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type Challenge, resendCode } from '../../../contract/identity.ts';
import { call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { CodeField } from '../../shared/ui/code-field.tsx';
import { useCountdown } from '../../shared/use-countdown.ts';
import { problemText } from '../app/problem-text.ts';

export interface CodeStepProps {
  challenge: Challenge;
  /** The code was sent again: a new time to wait until. */
  onChallenge: (challenge: Challenge) => void;
  value: string;
  onChange: (code: string) => void;
  onComplete: (code: string) => void;
  error?: string;
  busy?: boolean;
  /** False where something else is typed meanwhile: the code is sent for, and its field appears when it pleases. */
  autoFocus?: boolean;
}

/** The code that went to the phone, with the button that sends it again when the time has come. */
export function CodeStep(props: CodeStepProps) {
  const { i18n, t } = useLingui();
  const { challenge } = props;
  const seconds = useCountdown(Date.parse(challenge.resendAt));
  const resend = useMutation({
    mutationFn: () => call(resendCode, { params: { id: challenge.id } }),
    onSuccess: props.onChallenge,
  });
  const resendError = resend.error ? problemText(resend.error, i18n.locale) : undefined;
  return (
    <CodeField
      label={<Trans>验证码</Trans>}
      name="code"
      autoFocus={props.autoFocus ?? true}
      value={props.value}
      onChange={props.onChange}
      onComplete={props.onComplete}
      disabled={props.busy}
      error={props.error ?? resendError}
      hint={<Trans>已发送到 {challenge.sentTo}，10 分钟内有效</Trans>}
      action={
        <Button
          variant="quiet"
          size="small"
          disabled={seconds > 0}
          loading={resend.isPending}
          onClick={() => resend.mutate()}
        >
          {seconds > 0 ? t`${seconds} 秒后重发` : t`重新发送`}
        </Button>
      }
    />
  );
}
