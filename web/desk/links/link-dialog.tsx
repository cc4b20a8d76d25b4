import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type LinkReason, linkConversation, linkReasons } from '../../../contract/conversation-links.ts';
import type { BodyOf, ResultOf } from '../../../contract/route.ts';
import { call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { ProblemBanner } from '../problem-banner.tsx';
import { REASON_NAMES } from './link-list.tsx';

export interface LinkDialogProps {
  conversationId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onLinked: (links: ResultOf<typeof linkConversation>) => void;
}

/** A conversation's address ends in its id; anything else is a complaint's number. */
function targetOf(text: string): BodyOf<typeof linkConversation>['to'] {
  const id = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0];
  return id ? { kind: 'conversation', id } : { kind: 'complaint', number: text.trim() };
}

export function LinkDialog({ conversationId, open, onOpenChange, onLinked }: LinkDialogProps) {
  const { t } = useLingui();
  const [target, setTarget] = useState('');
  const [reason, setReason] = useState<LinkReason>('same_incident');
  const link = useMutation({
    mutationFn: () =>
      call(linkConversation, { params: { id: conversationId }, body: { reason, to: targetOf(target) } }),
    onSuccess: (links) => {
      onLinked(links);
      setTarget('');
      onOpenChange(false);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    link.mutate();
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={<Trans>添加关联</Trans>}
      description={<Trans>两边的客服都会看到这个关联，客户看不到。</Trans>}
      footer={
        <Button type="submit" form="link" loading={link.isPending} disabled={target.trim() === ''}>
          <Trans>关联</Trans>
        </Button>
      }
    >
      <form id="link" onSubmit={submit} className="flex flex-col gap-3">
        <TextField
          label={<Trans>会话链接或投诉编号</Trans>}
          hint={<Trans>打开另一个会话，复制地址栏里的链接</Trans>}
          value={target}
          maxLength={300}
          onChange={(event) => setTarget(event.target.value)}
        />
        <Select
          label={<Trans>为什么关联</Trans>}
          value={reason}
          onChange={(event) => setReason(event.target.value as LinkReason)}
          options={linkReasons.map((value) => ({ value, label: t(REASON_NAMES[value]) }))}
        />
        <ProblemBanner error={link.error} />
      </form>
    </Dialog>
  );
}
