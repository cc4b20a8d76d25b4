import { Trans, useLingui } from '@lingui/react/macro';
import { MessageCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Kbd } from '../shell/kbd.tsx';

/** Beside the list while no conversation is open. */
export function NothingSelected() {
  const { t } = useLingui();
  return (
    <section aria-label={t`会话`} className="hidden min-w-0 flex-1 place-items-center bg-page md:grid">
      <EmptyState
        icon={<MessageCircle />}
        title={<Trans>选择一个会话开始处理</Trans>}
        detail={
          <span className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1.5">
            <Hint keys={['J', 'K']}>
              <Trans>上下移动</Trans>
            </Hint>
            <Hint keys={['Enter']}>
              <Trans>打开</Trans>
            </Hint>
            <Hint keys={['?']}>
              <Trans>全部快捷键</Trans>
            </Hint>
          </span>
        }
      />
    </section>
  );
}

function Hint({ keys, children }: { keys: string[]; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1">
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
      {children}
    </span>
  );
}
