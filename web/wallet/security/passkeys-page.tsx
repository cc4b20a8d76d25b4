import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Fingerprint } from 'lucide-react';
import { addPasskey, beginPasskey, type Passkey, removePasskey } from '../../../contract/security.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List } from '../../shared/ui/list.tsx';
import { PasskeyItem } from '../../shared/ui/passkey-item.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { Screen } from '../app/screen.tsx';
import { hasPasskeys, makePasskey } from '../../shared/passkey.ts';
import { factorsQuery } from './queries.ts';
import { useChange } from './use-change.ts';

/** Passkeys: what they are for, those there are, and one more. */
export function PasskeysPage() {
  const { t } = useLingui();
  const factors = useQuery(factorsQuery);
  const add = useChange(
    async (_: undefined, stepUpId) => {
      const made = await makePasskey(await call(beginPasskey, { stepUpId }));
      return call(addPasskey, { body: made });
    },
    { said: t`通行密钥已添加` },
  );
  const remove = useChange(({ id }: Passkey, stepUpId) => call(removePasskey, { params: { id }, stepUpId }), {
    said: t`通行密钥已移除`,
  });
  const passkeys = factors.data?.passkeys;
  return (
    <Screen title={t`通行密钥`} name="passkeys" up="/me/security">
      <div className="flex flex-col gap-3">
        <p className="text-label text-muted">
          <Trans>
            通行密钥存在您的手机或电脑里，用指纹、面容或锁屏密码解锁。它只认 UPay 自己的网址，钓鱼网站骗不走。
          </Trans>
        </p>
        <Card flush>
          {factors.isError && !passkeys ? (
            <ErrorState onRetry={() => void factors.refetch()} retrying={factors.isFetching} />
          ) : !passkeys ? (
            <SkeletonList rows={2} />
          ) : passkeys.length === 0 ? (
            <EmptyState icon={<Fingerprint />} title={<Trans>还没有通行密钥</Trans>} />
          ) : (
            <List>
              {passkeys.map((passkey) => (
                <PasskeyItem
                  key={passkey.id}
                  passkey={passkey}
                  removing={remove.isPending && remove.variables.id === passkey.id}
                  onRemove={() => remove.mutate(passkey)}
                />
              ))}
            </List>
          )}
        </Card>
        {hasPasskeys() ? (
          <Button wide icon={<Fingerprint />} loading={add.isPending} onClick={() => add.mutate(undefined)}>
            <Trans>添加通行密钥</Trans>
          </Button>
        ) : (
          <Banner tone="info">
            <Trans>这个浏览器不支持通行密钥，请换一台设备或浏览器。</Trans>
          </Banner>
        )}
      </div>
    </Screen>
  );
}
