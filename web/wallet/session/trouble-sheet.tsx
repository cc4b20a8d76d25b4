import { Trans } from '@lingui/react/macro';
import { Sheet } from '../../shared/ui/dialog.tsx';
import { ButtonLink } from '../app/links.tsx';

/** Help for those who are not in yet; the chat itself needs a log-in. */
export function TroubleSheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={<Trans>登录和注册遇到问题</Trans>}>
      <dl className="flex flex-col gap-4 text-label [&_dd]:mt-0.5 [&_dd]:text-muted [&_dt]:font-medium [&_dt]:text-body">
        <div>
          <dt>
            <Trans>收不到验证码</Trans>
          </dt>
          <dd>
            <Trans>
              请核对手机号和国家代码，看看短信有没有被拦截。倒计时结束后可以重新发送，旧的验证码随之作废。
            </Trans>
          </dd>
        </div>
        <div>
          <dt>
            <Trans>为什么要输入验证码</Trans>
          </dt>
          <dd>
            <Trans>您在这台设备上第一次登录。验证码会发到注册时的手机，确认是您本人。</Trans>
          </dd>
        </div>
        <div>
          <dt>
            <Trans>提示已暂时锁定</Trans>
          </dt>
          <dd>
            <Trans>
              密码连续输错会暂时锁定，到时间自动解除。您常用的设备不受陌生人乱试的影响。用登录页的“找回与挂失”可以查看原因、立即解锁、重设密码，手机丢失时立即挂失。
            </Trans>
          </dd>
        </div>
        <div>
          <dt>
            <Trans>有人向我要验证码</Trans>
          </dt>
          <dd>
            <Trans>不要给任何人。UPay 的客服不会向您要密码或验证码。</Trans>
          </dd>
        </div>
      </dl>
      <ButtonLink to="/help" variant="secondary" wide className="mt-5">
        <Trans>更多帮助</Trans>
      </ButtonLink>
    </Sheet>
  );
}
