import {
  answerAccountAction,
  listAccountActions,
  proposeAccountAction,
  withdrawAccountAction,
} from '../../../contract/account-actions.ts';
import { listRequests } from '../../../contract/support.ts';
import { askForVerification, proveVerification } from '../../../contract/verifications.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { ProblemError } from '../../platform/problem.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import { findConversation } from '../queries.ts';
import type { Support } from '../support.ts';
import { type ActionsDeps, createAccountActions } from './actions.ts';
import { recoverySupportRoutes } from './in-recovery.ts';
import { ask, prove } from './verify.ts';

/** Verification and account actions, for both sides of a conversation. */
export function actionRoutes(
  platform: Platform,
  deps: ActionsDeps & { requireAgent: Support['requireAgent']; callbacks: Omit<Callbacks, 'routes'> },
): (serve: Serve) => void {
  const { db } = platform;
  const actions = createAccountActions(platform, deps);
  const { requireAgent } = deps;
  const registerInRecovery = recoverySupportRoutes(platform, { ...deps, actions });
  return (serve) => {
    registerInRecovery(serve);
    serve(askForVerification, async ({ caller, params, body }) =>
      ask(platform, deps, caller, await requireAgent(db, caller, params.id.toLowerCase()), body.purpose),
    );
    serve(proveVerification, ({ caller, params }) => prove(platform, deps, caller, params.id.toLowerCase()));

    serve(listAccountActions, async ({ caller, params }) =>
      actions.overview(caller, await requireAgent(db, caller, params.id.toLowerCase(), 'read')),
    );
    serve(proposeAccountAction, async ({ caller, params, body }) =>
      actions.propose(caller, await requireAgent(db, caller, params.id.toLowerCase()), body),
    );
    serve(withdrawAccountAction, async ({ caller, params }) =>
      actions.withdraw(
        caller,
        await requireAgent(db, caller, params.id.toLowerCase()),
        params.actionId.toLowerCase(),
      ),
    );

    serve(listRequests, async ({ caller, params }) => {
      const conversation = await findConversation(db, params.id);
      if (conversation?.customer_id !== caller.customerId) throw new ProblemError('not_found');
      return {
        verifications: await deps.identity.verifications.list(db, conversation.id),
        actions: await actions.list(db, conversation.id),
      };
    });
    serve(answerAccountAction, ({ caller, params, body }) =>
      actions.answer(caller, params.id.toLowerCase(), body.answer),
    );
  };
}
