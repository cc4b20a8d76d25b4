import type { Transaction } from '../../platform/database/database.ts';

/** The browser behind a token gets a new one; every customer who knows it goes on knowing it. */
export async function replaceDeviceToken(tx: Transaction, oldHash: string, newHash: string): Promise<void> {
  await tx.query(
    {
      name: 'identity.replace_device_token',
      text: 'update identity.device set token_hash = $2 where token_hash = $1',
    },
    [oldHash, newHash],
  );
}

/** @returns the device's id: the one it had when this customer knew it already */
export async function insertDevice(
  tx: Transaction,
  device: {
    id: string;
    customerId: string;
    tokenHash: string;
    userAgent: string;
    address: string;
    at: Date;
  },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    {
      name: 'identity.insert_device',
      text: `insert into identity.device (id, customer_id, token_hash, user_agent, address, added_at, last_seen_at)
             values ($1, $2, $3, $4, $5, $6, $6)
             on conflict (token_hash, customer_id) do update
             set user_agent = excluded.user_agent, address = excluded.address, last_seen_at = excluded.last_seen_at
             returning id`,
    },
    [device.id, device.customerId, device.tokenHash, device.userAgent, device.address, device.at],
  );
  return row?.id ?? device.id;
}

export async function updateDeviceSeen(
  tx: Transaction,
  device: { id: string; userAgent: string; address: string; at: Date },
): Promise<void> {
  await tx.query(
    {
      name: 'identity.update_device_seen',
      text: 'update identity.device set user_agent = $2, address = $3, last_seen_at = $4 where id = $1',
    },
    [device.id, device.userAgent, device.address, device.at],
  );
}
