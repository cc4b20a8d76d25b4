import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Complaint } from '../../../contract/complaint.ts';
import { openComplaint } from '../../../contract/complaints.ts';
import { call } from '../../shared/api.ts';
import { categoryNames, optionsOf, wishNames } from '../../shared/complaints/words.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { useSearchText } from '../app/address.ts';
import { problemText } from '../app/problem-text.ts';
import { Screen } from '../app/screen.tsx';
import { complaintQuery } from './queries.ts';

/** Says what went wrong and what would put it right. Sent twice, it is one complaint. */
export function NewComplaintPage() {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const client = useQueryClient();
  const paymentId = useSearchText('paymentId');
  const conversationId = useSearchText('conversationId');
  const [category, setCategory] = useState<'' | Complaint['category']>(paymentId ? 'payment' : '');
  const [wish, setWish] = useState<'' | Complaint['wish']>('');
  const [description, setDescription] = useState('');
  const [tried, setTried] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const open = useMutation({
    mutationFn: (body: { category: Complaint['category']; wish: Complaint['wish'] }) =>
      call(openComplaint, {
        body: {
          ...body,
          description: description.trim(),
          ...(paymentId ? { paymentId } : {}),
          ...(conversationId ? { conversationId } : {}),
        },
        idempotencyKey: key,
      }),
    onSuccess: (complaint) => {
      client.setQueryData(complaintQuery(complaint.id).queryKey, complaint);
      void navigate({ to: '/complaints/$id', params: { id: complaint.id }, replace: true });
    },
  });
  return (
    <Screen title={t`提交投诉`} name="new_complaint" paymentId={paymentId} up="/complaints">
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (category !== '' && wish !== '' && description.trim() !== '') open.mutate({ category, wish });
        }}
      >
        <Card className="flex flex-col gap-4 lg:p-6">
          {paymentId && (
            <Banner tone="info">
              <Trans>这笔账单会附在投诉里，处理人能看到它的经过。</Trans>
            </Banner>
          )}
          <Select
            label={<Trans>关于什么</Trans>}
            placeholder={t`请选择`}
            options={optionsOf(categoryNames())}
            value={category}
            onChange={(event) => setCategory(event.target.value as Complaint['category'])}
            error={tried && category === '' ? t`请选择投诉的是什么` : undefined}
          />
          <TextArea
            label={<Trans>发生了什么</Trans>}
            hint={<Trans>时间、经过、您已经试过什么。请不要写密码和验证码。</Trans>}
            rows={5}
            maxLength={4000}
            value={description}
            onChange={(event) => setDescription(event.target.value)}
            error={tried && description.trim() === '' ? t`请写下发生了什么` : undefined}
          />
          <Select
            label={<Trans>您希望</Trans>}
            placeholder={t`请选择`}
            options={optionsOf(wishNames())}
            value={wish}
            onChange={(event) => setWish(event.target.value as Complaint['wish'])}
            error={tried && wish === '' ? t`请选择您希望的结果` : undefined}
          />
        </Card>
        {open.error && <Banner tone="danger">{problemText(open.error, i18n.locale)}</Banner>}
        <Button type="submit" wide className="mt-2" loading={open.isPending}>
          <Trans>提交</Trans>
        </Button>
        <p className="text-center text-caption text-muted">
          <Trans>提交后马上有编号，并告诉您最晚什么时候有结果。</Trans>
        </p>
      </form>
    </Screen>
  );
}
