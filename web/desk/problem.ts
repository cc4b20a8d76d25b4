import { t } from '@lingui/core/macro';
import { ApiProblem } from '../shared/api.ts';
import { toast } from '../shared/ui/toast.tsx';

/** Why something was not done: what the server said, or that it was not reached. */
export const problemText = (error: unknown): string =>
  error instanceof ApiProblem ? error.message : t`没有连上服务器，请再试一次`;

export function toastProblem(error: unknown): void {
  toast(problemText(error), { tone: 'danger' });
}
