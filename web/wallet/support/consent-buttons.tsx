import { Trans } from '@lingui/react/macro';
import { Button } from '../../shared/ui/button.tsx';

type Choice = 'accept' | 'decline';

/** @param props.busy what was chosen and is on its way */
export function ConsentButtons(props: {
  busy: Choice | undefined;
  disabled?: boolean;
  onAnswer: (choice: Choice) => void;
}) {
  const { busy, disabled = false, onAnswer } = props;
  return (
    <>
      <p className="mt-3 text-label text-muted">
        <Trans>只有您同意，客服才能办理；办理的就是上面这些，不多也不少。</Trans>
      </p>
      <div className="mt-3 flex gap-2.5">
        <Button
          variant="secondary"
          className="flex-1"
          disabled={disabled || busy !== undefined}
          onClick={() => onAnswer('decline')}
        >
          <Trans>不同意</Trans>
        </Button>
        <Button
          className="flex-1"
          loading={busy === 'accept'}
          disabled={disabled || busy !== undefined}
          onClick={() => onAnswer('accept')}
        >
          <Trans>同意</Trans>
        </Button>
      </div>
    </>
  );
}
