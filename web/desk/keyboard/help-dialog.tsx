import { Trans, useLingui } from '@lingui/react/macro';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Switch } from '../../shared/ui/switch.tsx';
import { SHORTCUT_NAMES } from './shortcut-names.ts';
import { SHORTCUTS } from './shortcuts.ts';
import { useSingleKeys } from './use-shortcuts.ts';

/** Every key and what it does, and the switch for single keys. */
export function HelpDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useLingui();
  const [singleKeys, setSingleKeys] = useSingleKeys();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={<Trans>键盘快捷键</Trans>} className="md:max-w-lg">
      <dl className="grid gap-x-8 gap-y-1 md:grid-cols-2">
        {SHORTCUTS.map(({ action, keys }) => (
          <div key={action} className="flex min-h-8 items-center justify-between gap-3">
            <dt className="text-label">{t(SHORTCUT_NAMES[action])}</dt>
            <dd className="flex items-center gap-1 text-muted">
              {keys.map((key, index) => (
                <span key={key} className="contents">
                  {index > 0 && <Trans comment="between the two keys of a pair: G then I">然后</Trans>}
                  <KeyName name={key} />
                </span>
              ))}
            </dd>
          </div>
        ))}
        <div className="flex min-h-8 items-center justify-between gap-3">
          <dt className="text-label">
            <Trans>打开选中的会话</Trans>
          </dt>
          <dd>
            <KeyName name="Enter" />
          </dd>
        </div>
        <div className="flex min-h-8 items-center justify-between gap-3">
          <dt className="text-label">
            <Trans>发送消息</Trans>
          </dt>
          <dd>
            <KeyName name="Ctrl+Enter" />
          </dd>
        </div>
        <div className="flex min-h-8 items-center justify-between gap-3">
          <dt className="text-label">
            <Trans>快捷回复</Trans>
          </dt>
          <dd>
            <KeyName name="/" />
          </dd>
        </div>
      </dl>
      <Switch
        label={<Trans>单键快捷键</Trans>}
        hint={<Trans>关闭后只保留 Ctrl+K 和 Ctrl+Enter。输入文字时单键从不生效。</Trans>}
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.target.checked)}
        className="mt-3 border-line border-t pt-3"
      />
    </Dialog>
  );
}

function KeyName({ name }: { name: string }) {
  return (
    <kbd className="rounded border border-line bg-sunken px-1.5 py-0.5 font-sans text-caption text-muted">
      {name}
    </kbd>
  );
}
