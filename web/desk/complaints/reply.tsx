import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import type { DeskComplaintDetail } from '../../../contract/complaint.ts';
import { addComplaintEntry } from '../../../contract/complaints.ts';
import { call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { useChange } from './use-change.ts';

type Kind = 'message' | 'question' | 'note';

/** Tell the customer, ask them, or leave a note. What was not sent yet stays. */
export function Reply({ complaint: { id, status } }: { complaint: DeskComplaintDetail }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<Kind>('message');
  const [text, setText] = useState('');
  const [clientEntryId, setClientEntryId] = useState(() => crypto.randomUUID());
  const send = useChange(id, (said: string) =>
    call(addComplaintEntry, { params: { id }, body: { clientEntryId, kind, text: said } }),
  );
  const mayAsk = status !== 'proposed' && status !== 'accepted';
  const hints: Record<Kind, string> = {
    message: t`客户马上看到`,
    question: t`客户马上看到；回复之前我们的时限暂停`,
    note: t`只有同事看到`,
  };
  return (
    <Card>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === '') return;
          send.mutate(text.trim(), {
            onSuccess: () => {
              setText('');
              setClientEntryId(crypto.randomUUID());
            },
          });
        }}
      >
        <SegmentedControl
          label={t`写什么`}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'message', label: <Trans>答复</Trans> },
            ...(mayAsk ? [{ value: 'question' as const, label: <Trans>请客户补充</Trans> }] : []),
            { value: 'note', label: <Trans>内部备注</Trans> },
          ]}
        />
        <TextArea
          label={<Trans>内容</Trans>}
          hideLabel
          hint={hints[kind]}
          rows={3}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button
          type="submit"
          size="small"
          className="self-end"
          disabled={text.trim() === ''}
          loading={send.isPending}
        >
          {kind === 'note' ? <Trans>保存备注</Trans> : <Trans>发给客户</Trans>}
        </Button>
      </form>
    </Card>
  );
}
