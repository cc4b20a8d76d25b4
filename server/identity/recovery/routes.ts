import * as contract from '../../../contract/recovery.ts';
import type { Serve } from '../../platform/http/serve.ts';
import { clientOf, type Context } from '../context.ts';
import { clearCookie, setCookie } from '../cookies.ts';
import { freeze, lockState } from '../locks.ts';
import { endRecovery } from '../queries/recoveries.ts';
import { act, askProofPasskey, findRecovery, prove, readRecovery, sendProofCode } from './recover.ts';
import { openWithCode, startRecovery } from './start.ts';
import { hashToken } from '../context.ts';

export function registerRecoveryRoutes(context: Context, serve: Serve): void {
  const { db, clock } = context.platform;

  serve(contract.startRecovery, ({ body, request }) =>
    startRecovery(context, body, clientOf(request, 'customer')),
  );
  serve(contract.answerRecoveryCode, async ({ params, body, request, reply }) => {
    const client = clientOf(request, 'customer');
    const { token, recovery } = await openWithCode(
      context,
      { challengeId: params.id, code: body.code },
      client,
    );
    const seconds = Math.ceil((recovery.expires_at.getTime() - clock.now().getTime()) / 1000);
    setCookie(reply, 'recovery', token, seconds);
    return readRecovery(context, { ...client, recoveryTokenHash: hashToken(token) });
  });
  serve(contract.getRecovery, async ({ request }) => ({
    recovery: await findRecovery(context, clientOf(request, 'customer')),
  }));
  serve(contract.sendRecoveryCode, ({ body, request }) =>
    sendProofCode(context, body, clientOf(request, 'customer')),
  );
  serve(contract.askRecoveryPasskey, ({ request }) =>
    askProofPasskey(context, clientOf(request, 'customer')),
  );
  serve(contract.proveInRecovery, ({ body, request }) => prove(context, body, clientOf(request, 'customer')));
  serve(contract.actInRecovery, ({ body, request }) => act(context, body, clientOf(request, 'customer')));
  serve(contract.leaveRecovery, async ({ request, reply }) => {
    const { recoveryTokenHash } = clientOf(request, 'customer');
    if (recoveryTokenHash !== undefined) await endRecovery(db, recoveryTokenHash, clock.now());
    clearCookie(reply, 'recovery');
    return undefined;
  });

  serve(contract.freezeMyAccount, async ({ caller, request, reply }) => {
    const { customerId, deviceId } = caller;
    const { address } = clientOf(request, 'customer');
    await db.transaction((tx) => freeze(context, tx, customerId, { via: 'app', deviceId, address }));
    clearCookie(reply, 'customer');
    return undefined;
  });
  serve(contract.getMyLocks, ({ caller }) => lockState(db, caller.customerId, clock.now()));
}
