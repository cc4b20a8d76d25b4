import type { Device } from '../../contract/security.ts';
import type { Callers } from '../platform/http/serve.ts';
import { networkOf, placeOf } from '../platform/places.ts';
import { ProblemError } from '../platform/problem.ts';
import type { Context } from './context.ts';
import { readUserAgent } from './device-name.ts';
import { insertAudit } from './queries/audit.ts';
import { deleteDevices, type DeviceRow, selectDevices } from './queries/devices.ts';
import { sessionPolicies } from './sessions.ts';

const day = 24 * 60 * 60_000;

/** How long a device that has answered a code is taken at the password alone; logging in does not prolong it. */
export const trustMilliseconds = 90 * day;

/** How long money out is asked for again on a device that is new to the account. */
export const cautiousMilliseconds = day;

type Customer = Callers['customer'];

export async function listOwnDevices({ platform }: Context, caller: Customer): Promise<Device[]> {
  const now = platform.clock.now();
  const idleSince = new Date(now.getTime() - sessionPolicies.customer.idleMilliseconds);
  const rows = await selectDevices(platform.db, caller.customerId, { now, idleSince });
  return rows.map((row) => deviceOf(row, row.id === caller.deviceId));
}

/** @throws not_found */
export async function revokeOwnDevice(
  context: Context,
  caller: Customer,
  deviceId: string,
  address: string,
): Promise<void> {
  if ((await revoke(context, caller, [deviceId], address)).length === 0) throw new ProblemError('not_found');
}

/** @returns how many there were */
export async function revokeOtherOwnDevices(
  context: Context,
  caller: Customer,
  address: string,
): Promise<number> {
  const devices = await listOwnDevices(context, caller);
  const others = devices.filter(({ current }) => !current).map(({ id }) => id);
  return (await revoke(context, caller, others, address)).length;
}

async function revoke(
  { platform: { db, clock } }: Context,
  { customerId }: Customer,
  deviceIds: readonly string[],
  address: string,
): Promise<string[]> {
  const at = clock.now();
  return db.transaction(async (tx) => {
    const gone = await deleteDevices(tx, customerId, deviceIds);
    await insertAudit(
      tx,
      gone.map((deviceId) => ({ at, action: 'device.revoked', customerId, deviceId, address })),
    );
    return gone;
  });
}

function deviceOf(row: DeviceRow, current: boolean): Device {
  return {
    id: row.id,
    ...readUserAgent(row.user_agent),
    current,
    sessions: row.sessions,
    network: networkOf(row.address),
    place: placeOf(row.address),
    addedAt: row.added_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    trustedUntil: row.trusted_until.toISOString(),
  };
}
