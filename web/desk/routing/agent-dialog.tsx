import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type GuideArea, guideAreas } from '../../../contract/guides.ts';
import { type Agent, updateAgent } from '../../../contract/routing.ts';
import { type Language, languages } from '../../../contract/text.ts';
import { call } from '../../shared/api.ts';
import { Button } from '../../shared/ui/button.tsx';
import { Checkbox } from '../../shared/ui/checkbox.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { AREA_NAMES } from '../guides/areas.ts';
import { ProblemBanner } from '../problem-banner.tsx';
import { agentsQuery } from './queries.ts';

const MOST_AT_ONCE = 20;

/** How much an agent serves at once, what, and in which languages. */
export function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [capacity, setCapacity] = useState(agent.capacity);
  const [skills, setSkills] = useState(agent.skills);
  const [spoken, setSpoken] = useState(agent.languages);
  const save = useMutation({
    mutationFn: () =>
      call(updateAgent, { params: { id: agent.id }, body: { capacity, skills, languages: spoken } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: agentsQuery.queryKey });
      onClose();
    },
  });
  const setSkill = (area: GuideArea, level: string) => {
    const { [area]: _, ...rest } = skills;
    setSkills(level === '' ? rest : { ...rest, [area]: level === '2' ? 2 : 1 });
  };
  const speak = (language: Language, speaks: boolean) =>
    setSpoken(languages.filter((each) => (each === language ? speaks : spoken.includes(each))));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={agent.name}
      description={<Trans>从下一个会话开始生效，已在接待的不受影响。</Trans>}
      footer={
        <Button loading={save.isPending} disabled={spoken.length === 0} onClick={() => save.mutate()}>
          <Trans>保存</Trans>
        </Button>
      }
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={<Trans>同时最多接待</Trans>}
          hint={<Trans>有投诉的会话占两个位置。</Trans>}
          value={String(capacity)}
          onChange={(event) => setCapacity(Number(event.target.value))}
          options={Array.from({ length: Math.max(MOST_AT_ONCE, agent.capacity) + 1 }, (_, count) => ({
            value: String(count),
            label: String(count),
          }))}
        />
        <fieldset>
          <legend className="font-medium text-label text-muted">
            <Trans>语言</Trans>
          </legend>
          <div className="flex gap-5">
            <Checkbox
              label={<Trans>中文</Trans>}
              checked={spoken.includes('zh')}
              onChange={(event) => speak('zh', event.target.checked)}
            />
            <Checkbox
              label={<Trans>英文</Trans>}
              checked={spoken.includes('en')}
              onChange={(event) => speak('en', event.target.checked)}
            />
          </div>
        </fieldset>
        {guideAreas.map((area) => (
          <Select
            key={area}
            label={t(AREA_NAMES[area])}
            value={String(skills[area] ?? '')}
            onChange={(event) => setSkill(area, event.target.value)}
            options={[
              { value: '', label: t`不接待` },
              { value: '1', label: t`一线` },
              { value: '2', label: t`二线` },
            ]}
          />
        ))}
      </div>
      <ProblemBanner error={save.error} />
    </Dialog>
  );
}
