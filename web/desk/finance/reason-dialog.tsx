import { Trans } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { problemText } from '../problem.ts';

const SHORTEST = 4;

export interface ReasonDialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description: ReactNode;
  label: ReactNode;
  /** What stands before the reason. */
  children?: ReactNode;
  confirm: ReactNode;
  /** Whether the rest of the form is filled in. */
  ready?: boolean;
  /** Closes the dialog when it succeeds; a refusal is shown in it. */
  onConfirm: (reason: string) => Promise<unknown>;
}

/** Asks for a reason in words before something is done. */
export function ReasonDialog(props: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const ready = reason.trim().length >= SHORTEST && props.ready !== false;

  const submit = async () => {
    if (!ready || busy) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      await props.onConfirm(reason.trim());
      setReason('');
      props.onClose();
    } catch (error) {
      setRefusal(problemText(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={props.open}
      onOpenChange={(next) => !next && props.onClose()}
      dismissible={!busy}
      title={props.title}
      description={props.description}
      footer={
        <>
          <Button variant="secondary" disabled={busy} onClick={props.onClose}>
            <Trans>取消</Trans>
          </Button>
          <Button loading={busy} disabled={!ready} onClick={() => void submit()}>
            {props.confirm}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {props.children}
        <TextArea
          label={props.label}
          value={reason}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
        />
        {refusal !== undefined && (
          <Banner tone="danger" live>
            {refusal}
          </Banner>
        )}
      </form>
    </Dialog>
  );
}
