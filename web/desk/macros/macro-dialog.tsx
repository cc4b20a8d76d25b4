import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Macro, type MacroAction, saveMacro } from '../../../contract/agent-hands.ts';
import {
  purposeNames,
  type VerificationPurpose,
  verificationPurposes,
} from '../../../contract/verifications.ts';
import { ApiProblem, call } from '../../shared/api.ts';
import { useLocalized } from '../../shared/i18n/localized.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextArea, TextField } from '../../shared/ui/text-field.tsx';
import { guidesQuery } from '../inbox/queries.ts';
import { macrosQuery } from '../reply/macros.ts';

/** Writes a macro in both languages, with what is done along with it. */
export function MacroDialog({ macro, onClose }: { macro: Macro | undefined; onClose: () => void }) {
  const { t } = useLingui();
  const localized = useLocalized();
  const client = useQueryClient();
  const guides = useQuery(guidesQuery).data?.guides ?? [];
  const [id] = useState(() => macro?.id ?? crypto.randomUUID());
  const [fields, setFields] = useState({
    shortcut: macro?.shortcut ?? '',
    titleZh: macro?.title.zh ?? '',
    titleEn: macro?.title.en ?? '',
    textZh: macro?.text.zh ?? '',
    textEn: macro?.text.en ?? '',
    guide: macro?.actions.find((action) => action.type === 'guide')?.guide ?? '',
    purpose: macro?.actions.find((action) => action.type === 'verification')?.purpose ?? '',
  });
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    onChange: (event: { target: { value: string } }) =>
      setFields((before) => ({ ...before, [name]: event.target.value })),
  });
  const save = useMutation({
    mutationFn: () => {
      const actions: MacroAction[] = [
        ...(fields.guide ? [{ type: 'guide' as const, guide: fields.guide }] : []),
        ...(fields.purpose
          ? [{ type: 'verification' as const, purpose: fields.purpose as VerificationPurpose }]
          : []),
      ];
      return call(saveMacro, {
        params: { id },
        body: {
          shortcut: fields.shortcut.trim(),
          title: { zh: fields.titleZh, en: fields.titleEn },
          text: { zh: fields.textZh, en: fields.textEn },
          actions,
        },
      });
    },
    async onSuccess() {
      await client.invalidateQueries({ queryKey: macrosQuery.queryKey });
      onClose();
    },
  });
  const complete = [fields.shortcut, fields.titleZh, fields.titleEn, fields.textZh, fields.textEn].every(
    (text) => text.trim() !== '',
  );
  const { error } = save;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      dismissible={!save.isPending}
      title={macro ? <Trans>修改快捷回复</Trans> : <Trans>新建快捷回复</Trans>}
      className="md:max-w-lg"
      footer={
        <>
          <Button variant="secondary" onClick={onClose}>
            <Trans>取消</Trans>
          </Button>
          <Button loading={save.isPending} disabled={!complete} onClick={() => save.mutate()}>
            <Trans>保存</Trans>
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextField
          label={<Trans>输入 / 后的简写</Trans>}
          maxLength={30}
          autoComplete="off"
          {...field('shortcut')}
        />
        <div className="grid gap-3 md:grid-cols-2">
          <TextField label={<Trans>中文名称</Trans>} maxLength={40} {...field('titleZh')} />
          <TextField label={<Trans>英文名称</Trans>} maxLength={40} {...field('titleEn')} />
        </div>
        <TextArea label={<Trans>中文内容</Trans>} maxLength={2000} {...field('textZh')} />
        <TextArea label={<Trans>英文内容</Trans>} maxLength={2000} {...field('textEn')} />
        <Select
          label={<Trans>同时发送的引导</Trans>}
          placeholder={t`不发送`}
          options={guides.map((guide) => ({ value: guide.id, label: localized(guide.title) }))}
          {...field('guide')}
        />
        <Select
          label={<Trans>同时请客户验证身份，用于</Trans>}
          placeholder={t`不验证`}
          options={verificationPurposes.map((purpose) => ({
            value: purpose,
            label: localized(purposeNames[purpose]),
          }))}
          {...field('purpose')}
        />
        {error && (
          <Banner tone="danger" live>
            {error instanceof ApiProblem
              ? error.code === 'conflict'
                ? t`这个简写已经有了，请换一个`
                : error.message
              : t`没有连上服务器，请再试一次`}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}
