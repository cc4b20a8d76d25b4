import type { ContactKind } from '../../../contract/contacts.ts';
import type { BoundAddresses } from '../address.ts';
import { isEmail } from '../email.ts';
import type { Queryable, Transaction } from '../../platform/database/database.ts';

/** The addresses of a customer, locked, so that changes of them come one after the other. */
export async function lockContacts(tx: Transaction, customerId: string): Promise<BoundAddresses | undefined> {
  const [row] = await tx.query<BoundAddresses>(
    {
      name: 'identity.lock_contacts',
      text: 'select phone, email from identity.customer where id = $1 for no key update',
    },
    [customerId],
  );
  return row;
}

export async function selectContacts(q: Queryable, customerId: string): Promise<BoundAddresses | undefined> {
  const [row] = await q.query<BoundAddresses>(
    { name: 'identity.contacts', text: 'select phone, email from identity.customer where id = $1' },
    [customerId],
  );
  return row;
}

/** @returns false when another account has it */
export async function updateContact(
  tx: Transaction,
  customerId: string,
  kind: ContactKind,
  address: string,
): Promise<boolean> {
  const column = kind === 'phone' ? 'phone' : 'email';
  const rows = await tx.query(
    {
      name: `identity.update_${column}`,
      text: `update identity.customer set ${column} = $2 where id = $1
               and not exists (select from identity.customer where ${column} = $2) returning id`,
    },
    [customerId, address],
  );
  return rows.length === 1;
}

export interface ContactChangeRow {
  id: string;
  customer_id: string;
  kind: ContactKind;
  old_address: string | null;
  new_address: string;
  effective_at: Date;
}

const waiting = 'done_at is null and canceled_at is null';
const columns = 'id, customer_id, kind, old_address, new_address, effective_at';

export async function insertContactChange(
  tx: Transaction,
  change: ContactChangeRow,
  at: Date,
): Promise<void> {
  await tx.query(
    {
      name: 'identity.insert_contact_change',
      text: `insert into identity.contact_change (${columns}, requested_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    },
    [
      change.id,
      change.customer_id,
      change.kind,
      change.old_address,
      change.new_address,
      change.effective_at,
      at,
    ],
  );
}

export async function selectWaitingChanges(q: Queryable, customerId: string): Promise<ContactChangeRow[]> {
  return q.query<ContactChangeRow>(
    {
      name: 'identity.waiting_contact_changes',
      text: `select ${columns} from identity.contact_change where customer_id = $1 and ${waiting} order by kind`,
    },
    [customerId],
  );
}

export async function lockWaitingChange(tx: Transaction, id: string): Promise<ContactChangeRow | undefined> {
  const [row] = await tx.query<ContactChangeRow>(
    {
      name: 'identity.lock_contact_change',
      text: `select ${columns} from identity.contact_change where id = $1 and ${waiting} for update`,
    },
    [id],
  );
  return row;
}

export async function endChange(
  tx: Transaction,
  id: string,
  end: 'done_at' | 'canceled_at',
  at: Date,
): Promise<void> {
  await tx.query(
    {
      name: `identity.contact_change_${end}`,
      text: `update identity.contact_change set ${end} = $2 where id = $1`,
    },
    [id, at],
  );
}

/** @returns those that waited */
export async function cancelWaitingChanges(
  tx: Transaction,
  customerId: string,
  kind: ContactKind,
  at: Date,
): Promise<ContactChangeRow[]> {
  return tx.query<ContactChangeRow>(
    {
      name: 'identity.cancel_contact_changes',
      text: `update identity.contact_change set canceled_at = $3
             where customer_id = $1 and kind = $2 and ${waiting} returning ${columns}`,
    },
    [customerId, kind, at],
  );
}

/** Whose phone or email this is. */
export async function selectIdByAddress(q: Queryable, address: string): Promise<string | undefined> {
  const kind = isEmail(address) ? 'email' : 'phone';
  const [row] = await q.query<{ id: string }>(
    {
      name: `identity.id_by_${kind}`,
      text: `select id from identity.customer where ${kind} = $1`,
    },
    [address],
  );
  return row?.id;
}
