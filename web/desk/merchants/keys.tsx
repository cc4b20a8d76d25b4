import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Copy, KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { createMerchantKey, type MerchantKey, revokeMerchantKey } from '../../../contract/merchants.ts';
import type { MerchantScope } from '../../../contract/route.ts';
import { call } from '../../shared/api.ts';
import { Badge } from '../../shared/ui/badge.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Checkbox } from '../../shared/ui/checkbox.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { IconButton } from '../../shared/ui/icon-button.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { may, useStaff } from '../session/session.ts';
import { keysQuery } from './queries.ts';
import { toastProblem } from '../problem.ts';

/** In the API's own words, as the merchant's programmers read them. */
const SCOPES: readonly MerchantScope[] = [
  'checkout.write',
  'refunds.write',
  'payouts.write',
  'webhooks.write',
  'disputes.write',
];

/** A merchant's keys: what each may do, when it was last used; making one, revoking one. */
export function Keys({ merchantId }: { merchantId: string }) {
  const manages = may(useStaff(), 'merchant.manage');
  const keys = useQuery(keysQuery(merchantId));
  if (keys.data === undefined) return <SkeletonList rows={2} />;
  return (
    <div className="flex flex-col gap-3">
      <ul className="divide-y divide-line">
        {keys.data.map((key) => (
          <li key={key.id} className="flex items-center justify-between gap-3 py-2.5">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2">
                <span className="font-mono text-label">{key.prefix}…</span>
                <span className="truncate">{key.name}</span>
                {key.revokedAt && (
                  <Badge>
                    <Trans>已作废</Trans>
                  </Badge>
                )}
              </p>
              <p className="text-caption text-muted">{key.scopes.join(' · ')}</p>
              <p className="text-caption text-muted">
                {key.lastUsedAt ? (
                  <Trans>
                    最近使用 <Time inSentence value={key.lastUsedAt} />
                  </Trans>
                ) : (
                  <Trans>还没有用过</Trans>
                )}
              </p>
            </div>
            {manages && !key.revokedAt && <Revoke merchantId={merchantId} apiKey={key} />}
          </li>
        ))}
      </ul>
      {manages && <NewKey merchantId={merchantId} />}
    </div>
  );
}

function Revoke({ merchantId, apiKey }: { merchantId: string; apiKey: MerchantKey }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => call(revokeMerchantKey, { params: { id: merchantId, keyId: apiKey.id } }),
    onSuccess: () => setAsking(false),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keysQuery(merchantId).queryKey }),
  });
  return (
    <>
      <Button size="small" variant="secondary" onClick={() => setAsking(true)}>
        <Trans>作废</Trans>
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={<Trans>作废这个密钥？</Trans>}
        description={<Trans>使用它的程序会立即被拒绝，不能恢复。</Trans>}
        footer={
          <Button variant="danger" wide loading={revoke.isPending} onClick={() => revoke.mutate()}>
            <Trans>作废</Trans>
          </Button>
        }
      />
    </>
  );
}

function NewKey({ merchantId }: { merchantId: string }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly MerchantScope[]>(SCOPES);
  const create = useMutation({
    mutationFn: () =>
      call(createMerchantKey, {
        params: { id: merchantId },
        body: { name: name.trim(), scopes: [...scopes] },
      }),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keysQuery(merchantId).queryKey }),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (name.trim() !== '' && scopes.length > 0) create.mutate();
  }
  const made = create.data?.key;
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        className="self-start"
        icon={<KeyRound aria-hidden="true" />}
        onClick={() => {
          create.reset();
          setName('');
          setScopes(SCOPES);
          setOpen(true);
        }}
      >
        <Trans>新密钥</Trans>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={made === undefined ? <Trans>新密钥</Trans> : <Trans>密钥只显示这一次</Trans>}
        description={
          made === undefined ? undefined : <Trans>请现在就交给商户并妥善保存，关闭后谁也看不到它。</Trans>
        }
      >
        {made === undefined ? (
          <form onSubmit={submit} className="flex flex-col gap-4">
            <TextField
              label={t`名称`}
              hint={t`例如：收银系统`}
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <fieldset className="flex flex-col gap-1">
              <legend className="mb-1 text-label text-muted">
                <Trans>权限</Trans>
              </legend>
              {SCOPES.map((scope) => (
                <Checkbox
                  key={scope}
                  label={<span className="font-mono text-label">{scope}</span>}
                  checked={scopes.includes(scope)}
                  onChange={(event) =>
                    setScopes(
                      event.target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope),
                    )
                  }
                />
              ))}
            </fieldset>
            <Button
              type="submit"
              wide
              loading={create.isPending}
              disabled={name.trim() === '' || scopes.length === 0}
            >
              <Trans>生成密钥</Trans>
            </Button>
          </form>
        ) : (
          <p className="flex items-center gap-2 rounded-md bg-sunken p-3">
            <code className="min-w-0 flex-1 break-all font-mono text-label">{made}</code>
            <IconButton
              icon={<Copy />}
              label={t`复制密钥`}
              onClick={() =>
                void navigator.clipboard.writeText(made).then(() => toast(t`已复制`, { tone: 'success' }))
              }
            />
          </p>
        )}
      </Dialog>
    </>
  );
}
