import type { Queryable } from '../../platform/database/database.ts';

/** Something we have asked of Stripe, as it is kept. */
export interface StripeObject {
  reference: string;
  operation: 'charge' | 'refund';
  customer: string | null;
  chargeReference: string | null;
  objectId: string | null;
  reversed: boolean;
  createdAt: Date;
}

/** Written before Stripe is asked; the same order again changes nothing. */
export async function insertObject(
  q: Queryable,
  row: Pick<StripeObject, 'reference' | 'operation' | 'customer' | 'chargeReference' | 'createdAt'>,
): Promise<void> {
  await q.query(
    {
      name: 'stripe.insert',
      text: `insert into rails.stripe_object (reference, operation, customer, charge_reference, created_at)
             values ($1, $2, $3, $4, $5) on conflict do nothing`,
    },
    [row.reference, row.operation, row.customer, row.chargeReference, row.createdAt],
  );
}

export async function readObject(q: Queryable, reference: string): Promise<StripeObject | undefined> {
  const [row] = await q.query<StripeObject>(
    {
      name: 'stripe.read',
      text: `select reference, operation, customer, charge_reference as "chargeReference", object_id as "objectId", reversed,
               created_at as "createdAt" from rails.stripe_object where reference = $1`,
    },
    [reference],
  );
  return row;
}

export async function keepObjectId(q: Queryable, reference: string, objectId: string): Promise<void> {
  await q.query(
    {
      name: 'stripe.keep_id',
      text: 'update rails.stripe_object set object_id = $2 where reference = $1 and object_id is null',
    },
    [reference, objectId],
  );
}

export async function markReversed(q: Queryable, reference: string): Promise<void> {
  await q.query(
    { name: 'stripe.reversed', text: 'update rails.stripe_object set reversed = true where reference = $1' },
    [reference],
  );
}
