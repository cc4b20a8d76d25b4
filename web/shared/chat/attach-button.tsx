import { useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { fileMediaTypes, largestFile } from '../../../contract/files.ts';
import { messageOf } from '../../../contract/problem.ts';
import { sendAttachment, sendDeskAttachment } from '../../../contract/attachments.ts';
import { ApiProblem, call } from '../api.ts';
import { useLocalized } from '../i18n/localized.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { toast } from '../ui/toast.tsx';

const LONGEST_NAME = 120;

/** Sends a picture or a PDF; it comes back as a message. After a cut the same file is sent under the same id. */
export function AttachButton(props: {
  conversationId: string;
  route: typeof sendAttachment | typeof sendDeskAttachment;
}) {
  const { conversationId, route } = props;
  const { t } = useLingui();
  const localized = useLocalized();
  const picker = useRef<HTMLInputElement>(null);
  const sending = useMutation({
    mutationFn: async (file: File) => {
      if (file.size > largestFile) throw new Error(localized(messageOf('file_not_allowed')));
      return call(route, {
        params: { id: conversationId },
        query: { name: file.name.slice(-LONGEST_NAME), clientMessageId: crypto.randomUUID() },
        body: file,
      });
    },
    onError: (error) =>
      toast(error instanceof ApiProblem || error.message ? error.message : t`没有连上服务器，请再试一次`, {
        tone: 'danger',
      }),
  });
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept={fileMediaTypes.join(',')}
        className="sr-only"
        tabIndex={-1}
        aria-label={t`选择图片或 PDF`}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) sending.mutate(file);
        }}
      />
      <IconButton
        icon={sending.isPending ? <Spinner /> : <Paperclip />}
        label={t`添加图片或 PDF`}
        tone="muted"
        disabled={sending.isPending}
        onClick={() => picker.current?.click()}
      />
    </>
  );
}
