import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { IdCard } from 'lucide-react';
import { useState } from 'react';
import {
  type DocumentKind,
  isDocumentNumber,
  plainNumber,
  removeDocument,
  setDocument,
} from '../../../contract/identity-document.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { ErrorState } from '../../shared/ui/error-state.tsx';
import { Facts } from '../../shared/ui/list.tsx';
import { SegmentedControl } from '../../shared/ui/segmented-control.tsx';
import { SkeletonList } from '../../shared/ui/skeleton.tsx';
import { TextField } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { Screen } from '../app/screen.tsx';
import { documentQuery } from './queries.ts';
import { useChange } from './use-change.ts';

/** Name and number of an identity document: one more way to get the account back. */
export function DocumentPage() {
  const { t } = useLingui();
  const query = useQuery(documentQuery);
  const [editing, setEditing] = useState(false);
  const remove = useChange((_: undefined, stepUpId) => call(removeDocument, { stepUpId }), {
    said: t`实名信息已删除`,
  });
  const document = query.data?.document;
  return (
    <Screen title={t`实名信息`} name="document" up="/me/security">
      <div className="mx-auto flex max-w-md flex-col gap-3">
        <p className="text-label text-muted">
          <Trans>
            找回账户、解除挂失时，可以用它多证明一项。我们加密保存，只用来核对；客服看不到，也不会向您索要。
          </Trans>
        </p>
        {query.isError && !query.data ? (
          <ErrorState onRetry={() => void query.refetch()} retrying={query.isFetching} />
        ) : !query.data ? (
          <SkeletonList rows={2} />
        ) : document && !editing ? (
          <>
            {document.countsFrom && (
              <Banner tone="info">
                <Trans>
                  <Time inSentence value={document.countsFrom} /> 起可以用来找回账户。
                </Trans>
              </Banner>
            )}
            <Card>
              <Facts
                facts={[
                  {
                    label: <Trans>证件</Trans>,
                    value: document.kind === 'resident_id' ? <Trans>居民身份证</Trans> : <Trans>护照</Trans>,
                  },
                  { label: <Trans>姓名</Trans>, value: document.maskedName },
                  {
                    label: <Trans>证件号码</Trans>,
                    value: <span className="tabular">{document.maskedNumber}</span>,
                  },
                ]}
              />
            </Card>
            <div className="grid grid-cols-2 gap-3">
              <Button variant="secondary" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
                <Trans>删除</Trans>
              </Button>
              <Button variant="secondary" onClick={() => setEditing(true)}>
                <Trans>重新登记</Trans>
              </Button>
            </div>
          </>
        ) : (
          <DocumentForm onDone={() => setEditing(false)} />
        )}
      </div>
    </Screen>
  );
}

function DocumentForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<DocumentKind>('resident_id');
  const [name, setName] = useState('');
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState(false);
  const set = useChange(
    (_: undefined, stepUpId) =>
      call(setDocument, { body: { kind, name: name.trim(), number: plainNumber(number) }, stepUpId }),
    { said: t`实名信息已登记`, onDone },
  );
  const [today] = useState(() => new Date());
  const wrong = !isDocumentNumber(kind, plainNumber(number), today);
  return (
    <Card className="p-5">
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (name.trim() !== '' && !wrong) set.mutate(undefined);
        }}
      >
        <SegmentedControl
          label={t`证件`}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'resident_id', label: t`居民身份证` },
            { value: 'passport', label: t`护照` },
          ]}
        />
        <TextField
          label={<Trans>证件上的姓名</Trans>}
          autoComplete="off"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={tried && name.trim() === '' ? t`请输入姓名` : undefined}
        />
        <TextField
          label={<Trans>证件号码</Trans>}
          autoComplete="off"
          inputClassName="tabular"
          maxLength={40}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
          error={tried && wrong ? t`证件号码不正确，请核对后再试` : undefined}
        />
        <Button type="submit" wide icon={<IdCard />} loading={set.isPending}>
          <Trans>登记</Trans>
        </Button>
      </form>
    </Card>
  );
}
