import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ComplaintDetail } from '../../../contract/complaint.ts';
import {
  answerFollowUp,
  decideComplaint,
  withdrawComplaint,
  writeToComplaint,
} from '../../../contract/complaints.ts';
import { call } from '../../shared/api.ts';
import { Amount } from '../../shared/ui/amount.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { problemText } from '../app/problem-text.ts';
import { complaintQuery } from './queries.ts';

/** Sends, and shows the complaint as it then is; another screen may have been quicker, so a refusal looks again too. */
function useChange<Input>(id: string, send: (input: Input) => Promise<ComplaintDetail>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (complaint) => client.setQueryData(complaintQuery(id).queryKey, complaint),
    onSettled: () => client.invalidateQueries({ queryKey: ['complaints'] }),
  });
}

function Failure({ error }: { error: unknown }) {
  const { i18n } = useLingui();
  return error ? <Banner tone="danger">{problemText(error, i18n.locale)}</Banner> : null;
}

export function DecideProposal({
  id,
  proposal,
}: {
  id: string;
  proposal: NonNullable<ComplaintDetail['proposal']>;
}) {
  const { t } = useLingui();
  const [appeals, setAppeals] = useState(false);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const decide = useChange(id, (body: { decision: 'accepted' } | { decision: 'appealed'; reason: string }) =>
    call(decideComplaint, { params: { id }, body }),
  );
  const { goodwill } = proposal;
  return (
    <Card title={<Trans>处理方案</Trans>} className="flex flex-col gap-3 lg:p-6">
      <p className="whitespace-pre-line text-body">{proposal.text}</p>
      {goodwill && (
        <p className="text-body">
          <Trans>
            接受后，补偿 <Amount value={goodwill.amount} currency={goodwill.currency} /> 马上到您的余额。
          </Trans>
        </p>
      )}
      {appeals && (
        <TextArea
          label={<Trans>为什么不接受</Trans>}
          hint={<Trans>主管会重新处理。这次的补偿先收回，由主管再决定。</Trans>}
          rows={3}
          maxLength={4000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          error={tried && reason.trim() === '' ? t`请写下原因` : undefined}
        />
      )}
      <Failure error={decide.error} />
      {appeals ? (
        <div className="grid gap-2 sm:grid-cols-2">
          <Button variant="secondary" onClick={() => setAppeals(false)}>
            <Trans>返回</Trans>
          </Button>
          <Button
            loading={decide.isPending}
            onClick={() => {
              setTried(true);
              if (reason.trim() !== '') decide.mutate({ decision: 'appealed', reason: reason.trim() });
            }}
          >
            <Trans>提交申诉</Trans>
          </Button>
        </div>
      ) : (
        <div className="grid gap-2 sm:grid-cols-2">
          <Button variant="secondary" disabled={decide.isPending} onClick={() => setAppeals(true)}>
            <Trans>不接受，申诉</Trans>
          </Button>
          <Button loading={decide.isPending} onClick={() => decide.mutate({ decision: 'accepted' })}>
            <Trans>接受方案</Trans>
          </Button>
        </div>
      )}
    </Card>
  );
}

export function AddToComplaint({ id, isAsked }: { id: string; isAsked: boolean }) {
  const [text, setText] = useState('');
  // The same words are sent under the same id until they have arrived.
  const [clientEntryId, setClientEntryId] = useState(() => crypto.randomUUID());
  const write = useChange(id, (said: string) =>
    call(writeToComplaint, { params: { id }, body: { clientEntryId, text: said } }),
  );
  return (
    <Card className="lg:p-6">
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() === '') return;
          write.mutate(text.trim(), {
            onSuccess: () => {
              setText('');
              setClientEntryId(crypto.randomUUID());
            },
          });
        }}
      >
        <TextArea
          label={isAsked ? <Trans>回复处理人</Trans> : <Trans>补充说明</Trans>}
          rows={2}
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Failure error={write.error} />
        <Button
          type="submit"
          variant={isAsked ? 'primary' : 'secondary'}
          disabled={text.trim() === ''}
          loading={write.isPending}
          wide
        >
          <Trans>发送</Trans>
        </Button>
      </form>
    </Card>
  );
}

export function FollowUp({ id }: { id: string }) {
  const [comment, setComment] = useState('');
  const answer = useChange(id, (solved: boolean) =>
    call(answerFollowUp, {
      params: { id },
      body: { solved, ...(comment.trim() ? { comment: comment.trim() } : {}) },
    }),
  );
  return (
    <Card title={<Trans>问题解决了吗？</Trans>} className="flex flex-col gap-3 lg:p-6">
      <TextArea
        label={<Trans>想对我们说的话（可不填）</Trans>}
        rows={2}
        maxLength={4000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <Failure error={answer.error} />
      <div className="grid grid-cols-2 gap-2">
        <Button variant="secondary" disabled={answer.isPending} onClick={() => answer.mutate(false)}>
          <Trans>没有解决</Trans>
        </Button>
        <Button disabled={answer.isPending} onClick={() => answer.mutate(true)}>
          <Trans>解决了</Trans>
        </Button>
      </div>
    </Card>
  );
}

export function Withdraw({ id }: { id: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const withdraw = useChange<undefined>(id, () => call(withdrawComplaint, { params: { id } }));
  return (
    <>
      <Button variant="quiet" wide onClick={() => setIsAsking(true)}>
        <Trans>撤回投诉</Trans>
      </Button>
      <Dialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={<Trans>撤回这件投诉？</Trans>}
        description={<Trans>撤回后就不再处理，提出的补偿也会取消。</Trans>}
        footer={
          <>
            <Button variant="secondary" onClick={() => setIsAsking(false)}>
              <Trans>不撤回</Trans>
            </Button>
            <Button
              variant="danger"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate(undefined, { onSuccess: () => setIsAsking(false) })}
            >
              <Trans>撤回</Trans>
            </Button>
          </>
        }
      >
        <Failure error={withdraw.error} />
      </Dialog>
    </>
  );
}
