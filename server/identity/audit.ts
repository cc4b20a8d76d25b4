import type { exportCustomerAudit, listUnmaskings } from '../../contract/staff.ts';
import type { ResultOf } from '../../contract/route.ts';
import type { Callers } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Context } from './context.ts';
import { readCustomers } from './customers.ts';
import { assertStaffMay } from './permissions.ts';
import {
  insertAudit,
  selectAuditOfCustomer,
  selectUnmaskings,
  countUnmaskingsByStaff,
} from './queries/audit.ts';
import { selectStaff } from './queries/staff.ts';

const day = 24 * 60 * 60_000;
const pageLength = 500;
const unmaskingsShown = 200;

/** A page of everything that was done to one customer's account. */
export async function customerAudit(
  { platform: { db, clock } }: Context,
  staff: Callers['staff'],
  request: { customerId: string; after: bigint },
): Promise<ResultOf<typeof exportCustomerAudit>> {
  assertStaffMay(staff, 'export', 'audit');
  const { customerId, after } = request;
  if (!(await readCustomers(db, clock.now(), [customerId])).has(customerId))
    throw new ProblemError('not_found');
  const rows = await selectAuditOfCustomer(db, customerId, after, pageLength);
  const { staffId, sessionId } = staff;
  await insertAudit(db, [
    {
      at: clock.now(),
      action: 'audit.exported',
      staffId,
      sessionId,
      customerId,
      details: { after: String(after) },
    },
  ]);
  const names = await namesOf(
    db,
    rows.flatMap((row) => row.staff_id ?? []),
  );
  return {
    entries: rows.map((row) => ({
      position: String(row.position),
      at: row.at.toISOString(),
      action: row.action,
      ...(row.staff_id === null ? {} : { staff: { id: row.staff_id, name: names.get(row.staff_id) ?? '' } }),
      conversationId: row.conversation_id ?? undefined,
      deviceId: row.device_id ?? undefined,
      address: row.address ?? undefined,
      details: row.details,
    })),
    next: rows.length === pageLength ? String(rows.at(-1)?.position) : undefined,
  };
}

/** Who looked behind masks in the last 30 days, and how often. */
export async function unmaskings(
  { platform: { db, clock } }: Context,
  staff: Callers['staff'],
): Promise<ResultOf<typeof listUnmaskings>> {
  assertStaffMay(staff, 'view', 'audit');
  const now = clock.now();
  const counts = await countUnmaskingsByStaff(
    db,
    new Date(now.getTime() - day),
    new Date(now.getTime() - 30 * day),
  );
  const rows = await selectUnmaskings(db, new Date(now.getTime() - 30 * day), unmaskingsShown);
  const customers = await readCustomers(db, now, [...new Set(rows.map((row) => row.customer_id))]);
  const names = await namesOf(
    db,
    [...counts, ...rows].map((row) => row.staff_id),
  );
  const person = (id: string) => ({ id, name: names.get(id) ?? '' });
  return {
    counts: counts.map(({ staff_id: id, today, month }) => ({ staff: person(id), today, month })),
    entries: rows.map((row) => {
      const customer = customers.get(row.customer_id);
      return {
        at: row.at.toISOString(),
        staff: person(row.staff_id),
        customer: { name: customer?.maskedName ?? '*', maskedContact: customer?.maskedContact ?? '*' },
        conversationId: row.conversation_id ?? undefined,
        field: row.details.field,
        reason: row.details.reason,
      };
    }),
  };
}

async function namesOf(
  q: Parameters<typeof selectStaff>[0],
  ids: readonly string[],
): Promise<Map<string, string>> {
  const staff = ids.length === 0 ? [] : await selectStaff(q, [...new Set(ids)]);
  return new Map(staff.map(({ id, name }) => [id, name]));
}
