import { Trans, useLingui } from '@lingui/react/macro';
import { Download, FileText } from 'lucide-react';
import { useState } from 'react';
import type { Message, MessageContent } from '../../../contract/support.ts';
import { ButtonAnchor } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

type Content = Extract<MessageContent, { type: 'attachment' }>;

const kilobytes = (size: number) => `${Math.max(1, Math.round(size / 1024))} KB`;

/** A picture, large at a tap, or a file to save. The server answers it as an attachment, so it is never opened as a page. */
export function Attachment({
  message: { id, conversationId },
  content: { name, mediaType, size },
  door,
}: {
  message: Message;
  content: Content;
  door: 'customer' | 'desk';
}) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const url = `/api/${door === 'desk' ? 'desk/' : ''}conversations/${conversationId}/attachments/${id}`;
  if (mediaType === 'application/pdf')
    return (
      <a
        href={url}
        download={name}
        className="flex min-h-target max-w-full items-center gap-3 rounded-card bg-surface px-3.5 py-2.5 shadow-card hover:bg-pressed"
      >
        <FileText aria-hidden="true" className="size-6 shrink-0 text-accent-ink" />
        <span className="min-w-0">
          <span className="block truncate text-body text-ink">{name}</span>
          <span className="block text-caption text-muted">PDF · {kilobytes(size)}</span>
        </span>
      </a>
    );
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={t`看大图：${name}`}
        className="block overflow-hidden rounded-card bg-surface shadow-card"
      >
        <img
          src={url}
          alt={name}
          loading="lazy"
          className="max-h-60 min-h-16 min-w-16 max-w-full object-cover"
        />
      </button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={<span className="break-all">{name}</span>}
        className="md:max-w-3xl"
        footer={
          <ButtonAnchor href={url} download={name} variant="secondary" icon={<Download />}>
            <Trans>保存（{kilobytes(size)}）</Trans>
          </ButtonAnchor>
        }
      >
        <img src={url} alt={name} className="mx-auto max-h-[70dvh] max-w-full object-contain" />
      </Dialog>
    </>
  );
}
