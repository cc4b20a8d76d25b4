import { Trans, useLingui } from '@lingui/react/macro';
import { Fingerprint } from 'lucide-react';
import type { Passkey } from '../../../contract/security.ts';
import { Button } from './button.tsx';
import { ListItem } from './list.tsx';
import { Time } from './time.tsx';

/** A passkey in the list of somebody's own. */
export function PasskeyItem({
  passkey,
  removing,
  onRemove,
}: {
  passkey: Passkey;
  removing: boolean;
  onRemove: () => void;
}) {
  const { t } = useLingui();
  return (
    <ListItem
      leading={<Fingerprint aria-hidden="true" />}
      title={passkey.name}
      detail={
        passkey.lastUsedAt ? (
          <Trans>
            上次使用 <Time inSentence value={passkey.lastUsedAt} />
          </Trans>
        ) : (
          <Trans>
            <Time inSentence value={passkey.createdAt} /> 添加
          </Trans>
        )
      }
      trailing={
        <Button
          variant="quiet"
          size="small"
          loading={removing}
          aria-label={t`移除 ${passkey.name}`}
          onClick={onRemove}
        >
          <Trans>移除</Trans>
        </Button>
      }
    />
  );
}
