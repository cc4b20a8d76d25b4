import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../shared/ui/button.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { problemText } from '../app/problem-text.ts';
import { useProof } from './use-proof.ts';

/** The facts of the identity document, as the owner wrote them down. */
export function DocumentProof({ onDone }: { onDone: () => void }) {
  const { i18n } = useLingui();
  const [name, setName] = useState('');
  const [number, setNumber] = useState('');
  const prove = useProof(onDone, () => setNumber(''));
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '' && number.trim() !== '')
          prove.mutate({ kind: 'identity_document', name: name.trim(), number: number.trim() });
      }}
    >
      <TextField
        label={<Trans>证件上的姓名</Trans>}
        autoComplete="off"
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={<Trans>证件号码</Trans>}
        autoComplete="off"
        inputClassName="tabular"
        value={number}
        onChange={(event) => setNumber(event.target.value)}
        error={prove.error && number === '' ? problemText(prove.error, i18n.locale) : undefined}
      />
      <div className="flex gap-2">
        <Button variant="secondary" size="small" onClick={onDone} disabled={prove.isPending}>
          <Trans>换一项</Trans>
        </Button>
        <Button type="submit" size="small" loading={prove.isPending}>
          <Trans>证明</Trans>
        </Button>
      </div>
    </form>
  );
}
