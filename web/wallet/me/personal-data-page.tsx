import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { closeMyAccount, exportMyData, getMyClosing } from '../../../contract/personal-data.ts';
import { call } from '../../shared/api.ts';
import { saveFile } from '../../shared/save-file.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { useRealtime } from '../../shared/use-realtime.tsx';
import { ButtonLink } from '../app/links.tsx';
import { problemText } from '../app/problem-text.ts';
import { Screen } from '../app/screen.tsx';
import { forgetCustomer } from '../app/session.ts';
import { obstacleWords } from './obstacle-words.ts';
import { StepUpCanceled, useStepUp } from '../step-up/step-up.tsx';

/** Taking one's data along, and having it erased. */
export function PersonalDataPage() {
  const { i18n, t } = useLingui();
  const { confirmed } = useStepUp();
  const download = useMutation({
    mutationFn: () => confirmed((stepUpId) => call(exportMyData, { stepUpId })),
    onSuccess: (data) => {
      saveFile(
        `upay-personal-data-${new Date().toISOString().slice(0, 10)}.json`,
        'application/json',
        JSON.stringify(data, null, 2),
      );
      toast(t`已保存到这台设备`);
    },
    onError: (error) => {
      if (!(error instanceof StepUpCanceled)) toast(problemText(error, i18n.locale), { tone: 'danger' });
    },
  });
  return (
    <Screen title={t`个人信息`} name="personal_data" up="/me">
      <div className="mx-auto flex max-w-md flex-col gap-3">
        <Card title={<Trans>带走一份</Trans>} className="p-5">
          <p className="mb-4 text-label text-muted">
            <Trans>
              我们保存的关于您的一切：资料、设备、账户上发生过的事、付款、银行卡、聊天和投诉。一个 JSON
              文件，机器可读；里面没有密码。
            </Trans>
          </p>
          <Button
            variant="secondary"
            wide
            icon={<Download />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            <Trans>导出我的个人信息</Trans>
          </Button>
        </Card>
        <CloseAccount />
      </div>
    </Screen>
  );
}

function CloseAccount() {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const realtime = useRealtime();
  const { confirmed, asking: confirming } = useStepUp();
  const [asking, setAsking] = useState(false);
  const closing = useQuery({
    queryKey: ['me', 'closing'],
    queryFn: ({ signal }) => call(getMyClosing, { signal }),
  });
  const close = useMutation({
    mutationFn: async () => {
      await confirmed((stepUpId) => call(closeMyAccount, { stepUpId }));
      await realtime.forget();
    },
    onSuccess: async () => {
      await navigate({ to: '/login', replace: true });
      forgetCustomer();
      toast(t`账户已注销`);
    },
    onError: () => void closing.refetch(),
  });
  const obstacles = closing.data?.obstacles ?? [];
  const failed = close.error && !(close.error instanceof StepUpCanceled) ? close.error : undefined;
  return (
    <Card title={<Trans>注销账户</Trans>} className="p-5">
      <div className="flex flex-col gap-4">
        <p className="text-label text-muted">
          <Trans>
            注销后不能恢复。密码、设备、姓名、手机号、银行卡和聊天内容马上删除；依法要保留的交易记录和身份信息加密封存，到期删除，期间不作他用。
          </Trans>
        </p>
        {closing.isError && (
          <ErrorState onRetry={() => void closing.refetch()} retrying={closing.isFetching} />
        )}
        {obstacles.length > 0 && (
          <Banner tone="info" title={<Trans>注销前请先处理</Trans>}>
            <ul className="flex list-disc flex-col gap-1 pl-4">
              {obstacles.map((obstacle) => (
                <li key={obstacle}>{obstacleWords(obstacle)}</li>
              ))}
            </ul>
          </Banner>
        )}
        {failed && (
          <Banner tone="danger" live>
            {problemText(failed, i18n.locale)}
          </Banner>
        )}
        {obstacles.includes('balance') && (
          <ButtonLink to="/withdraw" variant="secondary" wide>
            <Trans>去提现</Trans>
          </ButtonLink>
        )}
        <Button
          variant="danger"
          wide
          disabled={closing.data === undefined || obstacles.length > 0}
          onClick={() => setAsking(true)}
        >
          <Trans>注销账户</Trans>
        </Button>
      </div>
      <Dialog
        open={asking && !confirming}
        onOpenChange={setAsking}
        dismissible={!close.isPending}
        title={<Trans>注销账户？</Trans>}
        description={<Trans>马上生效，不能恢复。以后可以用同一个手机号重新注册，但拿不回原来的账户。</Trans>}
        footer={
          <>
            <Button variant="secondary" disabled={close.isPending} onClick={() => setAsking(false)}>
              <Trans>不注销</Trans>
            </Button>
            <Button variant="danger" loading={close.isPending} onClick={() => close.mutate()}>
              <Trans>注销账户</Trans>
            </Button>
          </>
        }
      />
    </Card>
  );
}
