import { createHmac, createSecretKey } from 'node:crypto';

export type HashPaymentPassword = (customerId: string, paymentPassword: string) => Buffer;

/**
 * A keyed hash, bound to its customer. A slow hash would not protect a million possibilities from whoever has the database;
 * the key, which is not in it, and five tries do. The key is prepared once: that is most of the cost, on the path of every
 * payment. Both parts have a fixed length, so no two pairs read the same.
 */
export function createPaymentPasswordHash(pepper: Buffer): HashPaymentPassword {
  const key = createSecretKey(pepper);
  return (customerId, paymentPassword) =>
    createHmac('sha256', key).update(`payment_password ${customerId} ${paymentPassword}`).digest();
}
