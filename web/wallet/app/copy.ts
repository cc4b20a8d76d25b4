import { t } from '@lingui/core/macro';
import { toast } from '../../shared/ui/toast.tsx';

/** Puts a text on the clipboard and says so. */
export async function copy(text: string, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(said, { tone: 'success' });
  } catch {
    toast(t`复制没有成功，请长按选择`, { tone: 'danger' });
  }
}
