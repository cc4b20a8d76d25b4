import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Zap } from 'lucide-react';
import { useState } from 'react';
import { deleteMacro, type Macro, macroVariables } from '../../../contract/agent-hands.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { macrosQuery } from '../reply/macros.ts';
import { RoomPage } from '../shell/room-page.tsx';
import { MacroDialog } from './macro-dialog.tsx';
import { toastProblem } from '../problem.ts';

const variables = macroVariables.map((name) => `{${name}}`).join(' ');

/** What agents say and do often, kept by supervisors. */
export function MacrosPage() {
  const { t } = useLingui();
  const macros = useQuery(macrosQuery);
  const [editing, setEditing] = useState<Macro | 'new'>();
  return (
    <RoomPage
      title={<Trans>快捷回复</Trans>}
      name={t`快捷回复`}
      detail={<Trans>客服在回复框输入 / 或按 M 使用。文字里可以写 {variables}。</Trans>}
    >
      <Button icon={<Plus />} onClick={() => setEditing('new')} className="mb-4 self-start">
        <Trans>新建</Trans>
      </Button>
      {macros.isPending && <SkeletonList rows={4} />}
      {macros.isError && <ErrorState onRetry={() => void macros.refetch()} retrying={macros.isFetching} />}
      {macros.data?.length === 0 && <EmptyState icon={<Zap />} title={<Trans>还没有快捷回复</Trans>} />}
      <ul className="flex flex-col gap-3">
        {macros.data?.map((macro) => (
          <li key={macro.id}>
            <MacroCard macro={macro} onEdit={() => setEditing(macro)} />
          </li>
        ))}
      </ul>
      {editing && (
        <MacroDialog macro={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
    </RoomPage>
  );
}

function MacroCard({ macro, onEdit }: { macro: Macro; onEdit: () => void }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(deleteMacro, { params: { id: macro.id } }),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: macrosQuery.queryKey }),
  });
  return (
    <Card
      title={localized(macro.title)}
      action={<code className="text-caption text-muted">/{macro.shortcut}</code>}
    >
      <p className="whitespace-pre-line text-label">{localized(macro.text)}</p>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button size="small" variant="secondary" onClick={onEdit}>
          <Trans>修改</Trans>
        </Button>
        <Button size="small" variant="quiet" loading={remove.isPending} onClick={() => remove.mutate()}>
          <Trans>删除</Trans>
        </Button>
        {macro.actions.length > 0 && (
          <span className="inline-flex items-center gap-1 text-caption text-muted">
            <Zap aria-hidden="true" className="size-3.5" />
            {macro.actions.map((action) => (action.type === 'guide' ? t`发引导` : t`请客户验证`)).join('、')}
          </span>
        )}
      </div>
    </Card>
  );
}
