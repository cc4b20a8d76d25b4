import { type Challenge, shortestPassword } from '../../contract/identity.ts';
import type { Language } from '../../contract/text.ts';
import { newId } from '../platform/ids.ts';
import { ProblemError } from '../platform/problem.ts';
import { addressOf } from './address.ts';
import { answerChallenge, codeIncorrect, deliver, issueChallenge } from './challenges.ts';
import type { Client, Context } from './context.ts';
import { takeCode } from './code-limits.ts';
import { isEmail } from './email.ts';
import { assertGoodPassword, hashPassword, ownerOf } from './password-rule.ts';
import { insertAudit } from './queries/audit.ts';
import { insertCustomer } from './queries/customers.ts';
import { type SignIn, signIn } from './sign-in.ts';

/** Sends a code to a phone or an email. The answer, and the way to it, is the same for one that is registered. */
export async function startRegistration(
  context: Context,
  request: ({ phone: string } | { email: string }) & { language: Language },
  client: Client,
): Promise<Challenge> {
  const address = addressOf(request);
  await takeCode(context, address, client);
  await context.limiter.take('registrationCodes', address);
  const issued = await context.platform.db.transaction((tx) =>
    issueChallenge(context, tx, {
      purpose: 'registration',
      address,
      customerId: null,
      language: request.language,
    }),
  );
  return deliver(context, issued);
}

/**
 * Makes a customer of whoever knows the code, and logs them in. The code is checked before the password is judged and
 * hashed, and used up only with the customer's birth, so that a weak password costs another try at the password only.
 */
export async function completeRegistration(
  context: Context,
  request: { challengeId: string; code: string; name: string; password: string },
  client: Client,
): Promise<SignIn> {
  const { db, clock, events } = context.platform;
  const answer = { id: request.challengeId, purpose: 'registration', code: request.code } as const;
  const checked = await db.transaction((tx) => answerChallenge(context, tx, { ...answer, use: false }));
  if (!checked.right) throw codeIncorrect(checked);

  const { address, language } = checked.challenge;
  const [phone, email] = isEmail(address) ? [null, address] : [address, null];
  const name = request.name.normalize('NFC');
  const shortest = shortestPassword[phone === null ? 'alone' : 'withSecondFactor'];
  assertGoodPassword(request.password, ownerOf({ name, phone, email }), shortest);
  const newPassword = await hashPassword(context, request.password);

  const result = await db.transaction(async (tx) => {
    const used = await answerChallenge(context, tx, { ...answer, use: true });
    if (!used.right) return codeIncorrect(used);
    const at = clock.now();
    const customerId = newId();
    if (!(await insertCustomer(tx, { id: customerId, phone, email, name, language, at, newPassword })))
      return new ProblemError('already_registered');
    await insertAudit(tx, [{ at, action: 'customer.registered', customerId, address: client.address }]);
    events.append(tx, [{ topic: 'customer.registered', subjectId: customerId, payload: { language } }]);
    return signIn(context, tx, { customerId, knownDeviceId: undefined, language, isFirst: true }, client);
  });
  if (result instanceof ProblemError) throw result;
  return result;
}
