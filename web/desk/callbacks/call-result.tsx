import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callbackOutcomes, endCallbackCall, missReasons } from '../../../contract/callbacks.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Dialog } from '../../shared/ui/dialog.tsx';
import { Select } from '../../shared/ui/select.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { CALL_RESULT, OUTCOME } from './words.ts';
import { problemText } from '../problem.ts';

type Result = (typeof callbackOutcomes)[number] | (typeof missReasons)[number];

/** How the call went: talked, and what came of it, or not reached. */
export function CallResult({ id, onClose }: { id: string; onClose: () => void }) {
  const { i18n, t } = useLingui();
  const client = useQueryClient();
  const [result, setResult] = useState<Result>('solved');
  const [note, setNote] = useState('');
  const isMissed = (value: Result): value is (typeof missReasons)[number] =>
    missReasons.some((reason) => reason === value);
  const end = useMutation({
    mutationFn: () =>
      call(endCallbackCall, {
        params: { id },
        body: isMissed(result) ? { result } : { result: 'reached', outcome: result, note: note.trim() },
      }),
    onSuccess: () => {
      onClose();
      return client.invalidateQueries({ queryKey: ['callbacks'] });
    },
  });
  const { error } = end;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      dismissible={!end.isPending}
      title={<Trans>这次通话怎么样？</Trans>}
      description={<Trans>没有打通的会再打，一共三次；每次都会告诉客户。</Trans>}
      footer={
        <>
          <Button variant="secondary" onClick={onClose} disabled={end.isPending}>
            <Trans>取消</Trans>
          </Button>
          <Button
            loading={end.isPending}
            disabled={!isMissed(result) && note.trim() === ''}
            onClick={() => end.mutate()}
          >
            <Trans>保存</Trans>
          </Button>
        </>
      }
    >
      <Select
        label={<Trans>结果</Trans>}
        value={result}
        onChange={(event) => setResult(event.target.value as Result)}
        options={[
          ...callbackOutcomes.map((value) => ({
            value,
            label: t`已接通，${i18n._(OUTCOME[value])}`,
          })),
          ...missReasons.map((value) => ({ value, label: i18n._(CALL_RESULT[value]) })),
        ]}
      />
      {!isMissed(result) && (
        <TextField
          className="mt-3"
          label={<Trans>记录</Trans>}
          hint={<Trans>说了什么、答应了什么，给以后接手的同事看。</Trans>}
          maxLength={2000}
          autoComplete="off"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      )}
      {error && (
        <Banner tone="danger" live className="mt-3">
          {problemText(error)}
        </Banner>
      )}
    </Dialog>
  );
}
