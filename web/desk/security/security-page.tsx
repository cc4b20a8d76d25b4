import { Trans, useLingui } from '@lingui/react/macro';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Fingerprint, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { getStaffFactors, removeStaffPasskey } from '../../../contract/staff-factors.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { hasPasskeys } from '../../shared/passkey.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { List, ListItem } from '../../shared/ui/list.tsx';
import { PasskeyItem } from '../../shared/ui/passkey-item.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { RoomPage } from '../shell/room-page.tsx';
import { AddPasskeyDialog } from './add-passkey-dialog.tsx';

export const factorsQuery = queryOptions({
  queryKey: ['staff-factors'],
  queryFn: ({ signal }) => call(getStaffFactors, { signal }),
});

/** How one logs in to the desk: the authenticator and passkeys. The last of them stays. */
export function SecurityPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const factors = useQuery(factorsQuery);
  const [adding, setAdding] = useState(false);
  const remove = useMutation({
    mutationFn: (id: string) => call(removeStaffPasskey, { params: { id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: factorsQuery.queryKey }),
    onError: (error) =>
      toast(error instanceof ApiProblem ? error.message : t`没有移除成功，请检查网络后再试`, {
        tone: 'danger',
      }),
  });
  return (
    <RoomPage
      title={<Trans>登录安全</Trans>}
      name={t`登录安全`}
      detail={<Trans>登录工作台要用通行密钥，或密码加动态口令。至少保留一种。</Trans>}
    >
      {factors.isError && !factors.data && (
        <ErrorState onRetry={() => void factors.refetch()} retrying={factors.isFetching} />
      )}
      {factors.isPending && <SkeletonList rows={2} />}
      {factors.data && (
        <div className="flex flex-col gap-4">
          <Card flush>
            <List>
              <ListItem
                leading={<Smartphone aria-hidden="true" />}
                title={<Trans>动态口令</Trans>}
                detail={
                  factors.data.totp ? <Trans>换了手机请管理员重新邀请</Trans> : <Trans>加入时没有设置</Trans>
                }
                trailing={
                  factors.data.totp ? (
                    <Badge tone="success">
                      <Trans>已开启</Trans>
                    </Badge>
                  ) : (
                    <Badge>
                      <Trans>未开启</Trans>
                    </Badge>
                  )
                }
              />
              {factors.data.passkeys.map((passkey) => (
                <PasskeyItem
                  key={passkey.id}
                  passkey={passkey}
                  removing={remove.isPending && remove.variables === passkey.id}
                  onRemove={() => remove.mutate(passkey.id)}
                />
              ))}
            </List>
          </Card>
          {hasPasskeys() ? (
            <Button icon={<Fingerprint />} className="self-start" onClick={() => setAdding(true)}>
              <Trans>添加通行密钥</Trans>
            </Button>
          ) : (
            <Banner tone="info">
              <Trans>这个浏览器不支持通行密钥，请换一台设备或浏览器。</Trans>
            </Banner>
          )}
        </div>
      )}
      <AddPasskeyDialog
        key={String(adding)}
        open={adding}
        onClose={() => setAdding(false)}
        onAdded={() => void client.invalidateQueries({ queryKey: factorsQuery.queryKey })}
      />
    </RoomPage>
  );
}
