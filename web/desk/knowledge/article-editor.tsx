import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { guideAreas } from '../../../contract/guides.ts';
import { decideDraft, type DeskArticle, saveDraft } from '../../../contract/knowledge.ts';
import { call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextArea, TextField } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { toast } from '../../shared/ui/toast.tsx';
import { AREA_NAMES } from '../guides/areas.ts';
import { may, useStaff } from '../session/session.ts';
import { StateBadge } from './state-badge.tsx';
import { toastProblem } from '../problem.ts';

type Decision = 'ask_review' | 'publish' | 'return' | 'discard';

/** One article: its text in both languages, and the steps from draft to publication. */
export function ArticleEditor({ article }: { article: DeskArticle | undefined }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const staff = useStaff();
  const newest = article?.versions.find(({ state }) => state !== 'archived') ?? article?.versions[0];
  const [text, setText] = useState(() => ({
    id: article?.id ?? '',
    area: article?.area ?? ('service' as const),
    guides: article?.guides.join(', ') ?? '',
    words: article?.words ?? '',
    title: newest?.title ?? { zh: '', en: '' },
    body: newest?.body ?? { zh: '', en: '' },
  }));
  const [isChanged, setChanged] = useState(false);
  const change = (part: Partial<typeof text>) => {
    setText({ ...text, ...part });
    setChanged(true);
  };
  const onDone = (saved: DeskArticle) => {
    queryClient.setQueryData(['knowledge', saved.id], saved);
    void queryClient.invalidateQueries({ queryKey: ['knowledge'], exact: true });
    void navigate({ to: '/knowledge', search: { article: saved.id } });
  };
  const save = useMutation({
    mutationFn: () =>
      call(saveDraft, {
        params: { id: text.id },
        body: {
          area: text.area,
          guides: text.guides.split(/[,，\s]+/).filter(Boolean),
          words: text.words,
          title: text.title,
          body: text.body,
        },
      }),
    onSuccess: (saved) => {
      setChanged(false);
      toast(t`草稿已保存`, { tone: 'success' });
      onDone(saved);
    },
    onError: toastProblem,
  });
  const decide = useMutation({
    mutationFn: (decision: Decision) => call(decideDraft, { params: { id: text.id }, body: { decision } }),
    onSuccess: (saved, decision) => {
      toast(decision === 'publish' ? t`已发布，帮助中心马上能看到` : t`已处理`, { tone: 'success' });
      onDone(saved);
    },
    onError: toastProblem,
  });
  const edits = may(staff, 'knowledge.edit');
  const state = newest?.state;
  const isOwn = newest?.author?.id === staff.id;
  const step = (decision: Decision, label: React.ReactNode, variant: 'primary' | 'secondary' | 'quiet') => (
    <Button
      size="small"
      variant={variant}
      loading={decide.isPending && decide.variables === decision}
      disabled={decide.isPending || isChanged}
      onClick={() => decide.mutate(decision)}
    >
      {label}
    </Button>
  );
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card
        title={article === undefined ? <Trans>新文章</Trans> : localized(text.title)}
        action={state && <StateBadge state={state} />}
      >
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate();
          }}
        >
          <fieldset disabled={!edits} className="grid gap-4 md:grid-cols-2">
            <div className="grid gap-4 md:col-span-2 md:grid-cols-3">
              {article === undefined && (
                <TextField
                  label={<Trans>编号（英文，用在地址里）</Trans>}
                  value={text.id}
                  pattern="[a-z0-9\-]{1,64}"
                  required
                  onChange={(event) => change({ id: event.target.value })}
                />
              )}
              <Select
                label={<Trans>分类</Trans>}
                value={text.area}
                options={guideAreas.map((area) => ({ value: area, label: t(AREA_NAMES[area]) }))}
                onChange={(event) => {
                  const area = guideAreas.find((one) => one === event.target.value);
                  if (area !== undefined) change({ area });
                }}
              />
              <TextField
                label={<Trans>相关引导</Trans>}
                value={text.guides}
                onChange={(event) => change({ guides: event.target.value })}
              />
              <TextField
                label={<Trans>客户的其他说法</Trans>}
                value={text.words}
                onChange={(event) => change({ words: event.target.value })}
              />
            </div>
            {(['zh', 'en'] as const).map((language) => (
              <div key={language} className="flex flex-col gap-3">
                <TextField
                  label={language === 'zh' ? <Trans>中文标题</Trans> : <Trans>英文标题</Trans>}
                  value={text.title[language]}
                  required
                  maxLength={80}
                  onChange={(event) => change({ title: { ...text.title, [language]: event.target.value } })}
                />
                <TextArea
                  label={language === 'zh' ? <Trans>中文正文</Trans> : <Trans>英文正文</Trans>}
                  value={text.body[language]}
                  rows={9}
                  required
                  maxLength={6000}
                  onChange={(event) => change({ body: { ...text.body, [language]: event.target.value } })}
                />
              </div>
            ))}
          </fieldset>
          {edits && (
            <div className="flex flex-wrap items-center gap-2">
              <Button type="submit" size="small" loading={save.isPending} disabled={!isChanged}>
                <Trans>保存草稿</Trans>
              </Button>
              {state === 'draft' && step('ask_review', <Trans>提交审核</Trans>, 'secondary')}
              {state === 'review' && !isOwn && step('publish', <Trans>发布</Trans>, 'primary')}
              {state === 'review' && step('return', <Trans>退回修改</Trans>, 'secondary')}
              {(state === 'draft' || state === 'review') &&
                step('discard', <Trans>放弃这一版</Trans>, 'quiet')}
              {state === 'review' && isOwn && (
                <span className="text-caption text-muted">
                  <Trans>自己写的由别人发布。</Trans>
                </span>
              )}
            </div>
          )}
        </form>
      </Card>
      {article && <Versions article={article} />}
    </div>
  );
}

function Versions({ article }: { article: DeskArticle }) {
  return (
    <Card title={<Trans>版本</Trans>}>
      <ul className="flex flex-col gap-2 text-label">
        {article.versions.map(({ number, state, author, reviewer, changedAt, solved, notSolved }) => (
          <li key={number} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span>{number}</span>
            <StateBadge state={state} />
            <span>{author?.name ?? <Trans>随产品发布</Trans>}</span>
            {reviewer && (
              <span className="text-muted">
                <Trans>{reviewer.name} 审核</Trans>
              </span>
            )}
            <span className="text-muted">
              <Time value={changedAt} />
            </span>
            {solved + notSolved > 0 && (
              <span className="text-muted">
                <Trans>
                  {solved} 人说解决了，{notSolved} 人说没有
                </Trans>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
