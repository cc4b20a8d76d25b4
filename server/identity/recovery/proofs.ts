import type { ProofKind, proveInRecovery } from '../../../contract/recovery.ts';
import type { BodyOf } from '../../../contract/route.ts';
import { equalInConstantTime } from '../../platform/crypto.ts';
import { answerChallenge } from '../challenges.ts';
import type { Context } from '../context.ts';
import { documentCounts, guessDocument } from '../documents.ts';
import { takePasskey } from '../passkeys.ts';
import type { SecretsRow } from '../queries/recoveries.ts';
import { takeRecoveryCode } from '../recovery-codes.ts';
import { takeTotp } from '../totp.ts';

/** Whether the account has what this is proven by. */
export function isProvable(kind: ProofKind, secrets: SecretsRow, now: Date): boolean {
  switch (kind) {
    // A device is known or it is not; that was seen when the recovery opened.
    case 'device':
      return false;
    case 'phone':
    case 'email':
      return secrets[kind] !== null;
    case 'password':
      return true;
    case 'payment_password':
      return secrets.payment_password_hash !== null;
    case 'totp':
      return secrets.has_totp;
    case 'recovery_code':
      return secrets.has_recovery_codes;
    case 'passkey':
      return secrets.has_passkey;
    case 'identity_document':
      return documentCounts(secrets.document_added_at, now);
  }
}

/** Guesses are the caller's to count. */
export async function isRight(
  context: Context,
  customerId: string,
  secrets: SecretsRow,
  proof: BodyOf<typeof proveInRecovery>,
): Promise<boolean> {
  const { db } = context.platform;
  switch (proof.kind) {
    case 'password':
      return context.passwords.verify(secrets.password_hash, proof.password);
    case 'payment_password': {
      const hash = context.hashPaymentPassword(customerId, proof.paymentPassword);
      return (
        secrets.payment_password_hash !== null && equalInConstantTime(secrets.payment_password_hash, hash)
      );
    }
    case 'phone':
    case 'email':
      return db.transaction(async (tx) => {
        const { challengeId: id, code } = proof;
        const answer = await answerChallenge(context, tx, { id, purpose: 'recovery', code, use: true });
        return (
          answer.right &&
          answer.challenge.customer_id === customerId &&
          answer.challenge.address === secrets[proof.kind]
        );
      });
    case 'totp':
      return db.transaction((tx) => takeTotp(context, tx, customerId, proof.code));
    case 'recovery_code':
      return db.transaction((tx) => takeRecoveryCode(context, tx, customerId, proof.code));
    case 'passkey':
      return (
        (await takePasskey(context, { purpose: 'recovery', ownerId: customerId, ...proof })) !== undefined
      );
    case 'identity_document':
      return guessDocument(context, db, customerId, proof);
  }
}
