import type { Challenge } from '../../../contract/identity.ts';
import type { Language } from '../../../contract/text.ts';
import { newToken } from '../../platform/crypto.ts';
import { newId } from '../../platform/ids.ts';
import { answerChallenge, codeIncorrect, deliver, issueChallenge } from '../challenges.ts';
import { addressOf } from '../address.ts';
import { type Client, type Context, hashToken } from '../context.ts';
import { isEmail } from '../email.ts';
import { takeCode } from '../code-limits.ts';
import { insertAudit } from '../queries/audit.ts';
import { selectIdByAddress } from '../queries/contacts.ts';
import { insertRecovery, isDeviceOf, openRecovery, type RecoveryRow } from '../queries/recoveries.ts';

const minute = 60_000;
/** Until the code is answered, resent ones included; and from then on. */
const waitingMilliseconds = 60 * minute;
const openMilliseconds = 30 * minute;

/** A code to the address of the account that is to be recovered or frozen; all is the same where there is no such account. */
export async function startRecovery(
  context: Context,
  request: ({ phone: string } | { email: string }) & { language: Language },
  client: Pick<Client, 'address' | 'deviceToken'>,
): Promise<Challenge> {
  const { db, clock } = context.platform;
  const bound = addressOf(request);
  await takeCode(context, bound, client);
  await context.limiter.take('recoveryCodes', bound);
  const issued = await db.transaction(async (tx) => {
    const customerId = (await selectIdByAddress(tx, bound)) ?? null;
    const at = clock.now();
    const { language } = request;
    const result = await issueChallenge(context, tx, {
      purpose: 'recovery',
      address: bound,
      customerId,
      language,
    });
    const { address } = client;
    await insertRecovery(tx, {
      id: newId(),
      customerId,
      challengeId: result.challenge.id,
      address,
      at,
      expiresAt: new Date(at.getTime() + waitingMilliseconds),
    });
    await insertAudit(tx, [{ at, action: 'recovery.started', customerId: customerId ?? undefined, address }]);
    return result;
  });
  return deliver(context, issued);
}

/** The right code opens the recovery: its token is what the further steps are done with. */
export async function openWithCode(
  context: Context,
  request: { challengeId: string; code: string },
  client: Client,
): Promise<{ token: string; recovery: RecoveryRow }> {
  const { db, clock } = context.platform;
  const opened = await db.transaction(async (tx) => {
    const answer = await answerChallenge(context, tx, {
      id: request.challengeId,
      purpose: 'recovery',
      code: request.code,
      use: true,
    });
    if (!answer.right) return codeIncorrect(answer);
    const { customer_id: customerId, address: bound } = answer.challenge;
    if (customerId === null) return codeIncorrect({});
    const at = clock.now();
    const deviceTokenHash = client.deviceToken && hashToken(client.deviceToken);
    const known = await isDeviceOf(tx, customerId, deviceTokenHash, at);
    const token = newToken();
    const recovery = await openRecovery(tx, {
      challengeId: request.challengeId,
      tokenHash: hashToken(token),
      proven: [isEmail(bound) ? 'email' : 'phone', ...(known ? ['device' as const] : [])],
      expiresAt: new Date(at.getTime() + openMilliseconds),
    });
    if (recovery === undefined) return codeIncorrect({});
    await insertAudit(tx, [
      {
        at,
        action: 'recovery.opened',
        customerId,
        address: client.address,
        details: { proven: recovery.proven },
      },
    ]);
    return { token, recovery };
  });
  if (opened instanceof Error) throw opened;
  return opened;
}
