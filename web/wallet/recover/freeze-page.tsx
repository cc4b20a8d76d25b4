import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { freezeMyAccount } from '../../../contract/recovery.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { problemText } from '../app/problem-text.ts';
import { Screen } from '../app/screen.tsx';
import { forgetCustomer } from '../app/session.ts';

/** 挂失: one press, no password, because it only ever takes away. */
export function FreezePage() {
  const { i18n, t } = useLingui();
  const navigate = useNavigate();
  const freeze = useMutation({
    mutationFn: () => call(freezeMyAccount),
    onSuccess: async () => {
      await navigate({ to: '/recover', replace: true });
      forgetCustomer();
    },
  });
  return (
    <Screen title={t`紧急挂失`} name="freeze" up="/me">
      <Card className="mx-auto flex max-w-md flex-col gap-5 p-5">
        <p className="text-body">
          <Trans>手机丢失、密码泄露，或发现不是您本人的交易时，先挂失，再处理。</Trans>
        </p>
        <ul className="flex flex-col gap-3 text-label">
          <Effect>
            <Trans>所有设备马上退出登录，这一台也是</Trans>
          </Effect>
          <Effect>
            <Trans>任何人都不能付款、转账或提现，知道支付密码也不行</Trans>
          </Effect>
          <Effect>
            <Trans>余额原样保留；已经付出的款项不会因此撤回</Trans>
          </Effect>
          <Effect>
            <Trans>解除时要用手机验证码，并再证明两项，例如登录密码和支付密码</Trans>
          </Effect>
        </ul>
        {freeze.error && (
          <Banner tone="danger" live>
            {problemText(freeze.error, i18n.locale)}
          </Banner>
        )}
        <Button variant="danger" wide loading={freeze.isPending} onClick={() => freeze.mutate()}>
          <Trans>立即挂失</Trans>
        </Button>
      </Card>
    </Screen>
  );
}

function Effect({ children }: { children: ReactNode }) {
  return (
    <li className="flex items-start gap-2.5 text-muted [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-accent-ink">
      <CircleCheck aria-hidden="true" />
      <span>{children}</span>
    </li>
  );
}
