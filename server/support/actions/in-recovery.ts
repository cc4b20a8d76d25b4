import {
  answerInRecovery,
  getRecoverySupport,
  proveInRecoveryToSupport,
  requestRecoveryCallback,
} from '../../../contract/recovery-support.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { newId } from '../../platform/ids.ts';
import { ProblemError } from '../../platform/problem.ts';
import { type Callbacks, isOpenCallback } from '../callbacks/callbacks.ts';
import { findViews } from '../queries.ts';
import type { AccountActions } from './actions.ts';
import { freezeOf } from './rules.ts';
import { proveInRecovery } from './verify.ts';

/**
 * For those who can't log in: the owner of a frozen account proves, and agrees, in the recovery what others do in the chat. A
 * code alone opens a recovery, so that nothing that was said is told here; who answers has proven what lifting the freeze takes.
 */
export function recoverySupportRoutes(
  platform: Platform,
  deps: { identity: Identity; callbacks: Omit<Callbacks, 'routes'>; actions: AccountActions },
): (serve: Serve) => void {
  const { db } = platform;
  const { identity, callbacks, actions } = deps;
  return (serve) => {
    serve(getRecoverySupport, async ({ request }) => {
      const { customerId } = await identity.recovering(request);
      const [conversation] = await findViews(db, [], [customerId]);
      const profile = (await identity.customers(db, [customerId])).get(customerId);
      const asked = {
        callback: await callbacks.latest(db, customerId),
        callable: profile?.phone !== undefined,
      };
      if (conversation === undefined) return asked;
      // What an earlier freeze was lifted by says nothing about this one.
      const frozenAt = (await freezeOf(identity, db, customerId))?.lockedAt ?? '';
      const verifications = await identity.verifications.list(db, conversation.id);
      const all = await actions.list(db, conversation.id);
      return {
        ...asked,
        verification: verifications.find(({ purpose }) => purpose === 'unfreeze'),
        action: all.find(({ kind, requestedAt }) => kind === 'unfreeze' && requestedAt >= frozenAt),
      };
    });

    serve(requestRecoveryCallback, async ({ request }) => {
      const { customerId } = await identity.recovering(request);
      const latest = await callbacks.latest(db, customerId);
      if (latest !== undefined && isOpenCallback(latest)) return latest;
      const profile = (await identity.customers(db, [customerId])).get(customerId);
      const [soonest] = await callbacks.windows(db);
      if (profile === undefined || soonest === undefined) throw new ProblemError('conflict');
      const { language } = profile;
      const { from } = soonest;
      return callbacks.request({ id: newId(), customerId, from, reason: 'account', language });
    });

    serve(proveInRecoveryToSupport, async ({ request, params }) =>
      proveInRecovery(
        platform,
        deps,
        await identity.recovering(request, 'unfreeze'),
        params.id.toLowerCase(),
      ),
    );
    serve(answerInRecovery, async ({ request, params, body }) =>
      actions.answer(await identity.recovering(request, 'unfreeze'), params.id.toLowerCase(), body.answer),
    );
  };
}
