import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileText, ImageIcon, Paperclip } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { addDisputeFile, addDisputeText, type Dispute, type Evidence } from '../../../contract/disputes.ts';
import { call } from '../../shared/api.ts';
import { Banner } from '../../shared/ui/banner.tsx';
import { Button } from '../../shared/ui/button.tsx';
import { Card } from '../../shared/ui/card.tsx';
import { TextArea } from '../../shared/ui/text-field.tsx';
import { Time } from '../../shared/ui/time.tsx';
import { problemText } from '../app/problem-text.ts';
import { disputeQuery, isOpen } from './queries.ts';
import { partyName } from './words.ts';

/** What each side has said and shown, and, while it is open, more of it. */
export function EvidenceCard({ dispute }: { dispute: Dispute }) {
  const { evidence } = dispute;
  if (evidence.length === 0 && !isOpen(dispute)) return null;
  return (
    <Card title={<Trans>说明和材料</Trans>} className="lg:p-6">
      {evidence.length > 0 && (
        <ul className="mb-4 flex flex-col gap-4">
          {evidence.map((item) => (
            <li key={item.id}>
              <p className="text-caption text-muted">
                {partyName(item.party)} · <Time value={item.at} />
              </p>
              {item.text !== undefined && <p className="mt-0.5 whitespace-pre-line">{item.text}</p>}
              {item.file && <FileLink disputeId={dispute.id} id={item.id} file={item.file} />}
            </li>
          ))}
        </ul>
      )}
      {isOpen(dispute) && <AddMore id={dispute.id} />}
    </Card>
  );
}

function FileLink({
  disputeId,
  id,
  file,
}: {
  disputeId: string;
  id: string;
  file: NonNullable<Evidence['file']>;
}) {
  const Icon = file.mediaType === 'application/pdf' ? FileText : ImageIcon;
  return (
    <a
      href={`/api/disputes/${disputeId}/evidence/${id}/file`}
      download
      className="mt-1 inline-flex min-h-target max-w-full items-center gap-2 rounded-md text-accent-ink hover:underline"
    >
      <Icon aria-hidden="true" className="size-icon shrink-0" />
      <span className="truncate">{file.name}</span>
      <span className="shrink-0 text-caption text-muted">{Math.ceil(file.size / 1024)} KB</span>
    </a>
  );
}

function AddMore({ id }: { id: string }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const shown = (dispute: Dispute) => client.setQueryData(disputeQuery(id).queryKey, dispute);
  const say = useMutation({
    mutationFn: () => call(addDisputeText, { params: { id }, body: { text: text.trim() } }),
    onSuccess: (dispute) => {
      setText('');
      shown(dispute);
    },
  });
  const show = useMutation({
    mutationFn: (file: File) =>
      call(addDisputeFile, { params: { id }, query: { name: file.name.slice(-120) }, body: file }),
    onSuccess: shown,
  });
  const error = say.error ?? show.error;
  function submit(event: FormEvent): void {
    event.preventDefault();
    show.reset();
    if (text.trim() !== '') say.mutate();
  }
  return (
    <form className="flex flex-col gap-3" onSubmit={submit}>
      <TextArea
        label={t`补充说明`}
        rows={2}
        maxLength={2000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {error && (
        <Banner tone="danger" live>
          {problemText(error, i18n.locale)}
        </Banner>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="small" loading={say.isPending} disabled={text.trim() === ''}>
          <Trans>提交说明</Trans>
        </Button>
        <input
          ref={picker}
          type="file"
          accept="image/jpeg,image/png,image/webp,application/pdf"
          className="sr-only"
          tabIndex={-1}
          aria-label={t`选择图片或 PDF`}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            say.reset();
            if (file) show.mutate(file);
          }}
        />
        <Button
          size="small"
          variant="secondary"
          icon={<Paperclip aria-hidden="true" />}
          loading={show.isPending}
          onClick={() => picker.current?.click()}
        >
          <Trans>上传图片或 PDF</Trans>
        </Button>
      </div>
      <p className="text-caption text-muted">
        <Trans>JPG、PNG、WebP 或 PDF，每个不超过 8 MB。商户能看到您提交的内容。</Trans>
      </p>
    </form>
  );
}
