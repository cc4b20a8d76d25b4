import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Macro } from '../../../contract/agent-hands.ts';
import { sendGuide } from '../../../contract/guides.ts';
import { askForVerification } from '../../../contract/verifications.ts';
import { call } from '../../shared/api.ts';
import { toastProblem } from '../problem.ts';

/** Does what a macro does beside its text, by the same routes as from the buttons. */
export function useMacroActions(conversationId: string, paymentId: string | undefined) {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: async ({ actions }: Macro) => {
      const params = { id: conversationId };
      for (const action of actions)
        if (action.type === 'guide')
          await call(sendGuide, {
            params,
            body: { guide: action.guide, subject: paymentId === undefined ? {} : { paymentId } },
          });
        else await call(askForVerification, { params, body: { purpose: action.purpose } });
    },
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: ['conversation', conversationId] }),
  });
  return mutate;
}
