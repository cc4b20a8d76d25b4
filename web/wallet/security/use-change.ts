import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '../../shared/ui/toast.tsx';
import { problemText } from '../app/problem-text.ts';
import { StepUpCanceled, useStepUp } from '../step-up/step-up.tsx';
import { refreshSecurity } from './queries.ts';

/** A change of the account's security: confirmed when the server asks for it, then everything shown is read again. */
export function useChange<Input, Result>(
  change: (input: Input, stepUpId?: string) => Promise<Result>,
  { said, onDone }: { said?: string; onDone?: (result: Result) => void } = {},
) {
  const { i18n } = useLingui();
  const client = useQueryClient();
  const { confirmed } = useStepUp();
  return useMutation({
    mutationFn: (input: Input) => confirmed((stepUpId) => change(input, stepUpId)),
    onSuccess: async (result) => {
      if (said !== undefined) toast(said, { tone: 'success' });
      onDone?.(result);
      await refreshSecurity(client);
    },
    onError: (error) => {
      if (!(error instanceof StepUpCanceled)) toast(problemText(error, i18n.locale), { tone: 'danger' });
    },
  });
}
