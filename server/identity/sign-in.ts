import type { Language } from '../../contract/text.ts';
import { newToken } from '../platform/crypto.ts';
import type { Transaction } from '../platform/database/database.ts';
import { newId } from '../platform/ids.ts';
import { networkOf } from '../platform/places.ts';
import { type Client, type Context, hashToken } from './context.ts';
import { tell } from './notices.ts';
import { cautiousMilliseconds, trustMilliseconds } from './devices.ts';
import { writeAudit } from './queries/audit.ts';
import { insertDevice, replaceDeviceToken } from './queries/devices.ts';
import { openSession } from './queries/sessions.ts';
import { sessionPolicies } from './sessions.ts';

/** The tokens a browser gets; only their hashes are kept. */
export interface SignIn {
  customerId: string;
  sessionToken: string;
  deviceToken: string;
}

/**
 * Opens a session for a proven customer. What the browser brought as its session is over, and a browser that has just
 * become known gets a new device token, so that nobody can plant either beforehand.
 * @param knownDeviceId the device, when this customer knew it before
 */
export async function signIn(
  context: Context,
  tx: Transaction,
  request: {
    customerId: string;
    knownDeviceId: string | undefined;
    language: Language;
    /** The account was born just now: its device and network are the owner's beyond doubt. */
    isFirst?: boolean;
  },
  client: Client,
): Promise<SignIn> {
  const { clock, events } = context.platform;
  const { customerId, knownDeviceId, language, isFirst = false } = request;
  const at = clock.now();
  const { userAgent, address } = client;
  let deviceId = knownDeviceId;
  let deviceToken = client.deviceToken;
  if (deviceId === undefined || deviceToken === undefined) {
    const newDeviceToken = newToken();
    const tokenHash = hashToken(newDeviceToken);
    if (deviceToken !== undefined) await replaceDeviceToken(tx, hashToken(deviceToken), tokenHash);
    const trustedUntil = new Date(at.getTime() + trustMilliseconds);
    const cautiousUntil = isFirst ? null : new Date(at.getTime() + cautiousMilliseconds);
    const device = {
      id: newId(),
      customerId,
      tokenHash,
      userAgent,
      address,
      at,
      trustedUntil,
      cautiousUntil,
    };
    deviceId = await insertDevice(tx, device);
    deviceToken = newDeviceToken;
  }

  const sessionToken = newToken();
  const { networkFirst } = await openSession(tx, {
    id: newId(),
    tokenHash: hashToken(sessionToken),
    customerId,
    language,
    deviceId,
    userAgent,
    address,
    network: networkOf(address),
    confirmNetwork: isFirst,
    at,
    expiresAt: new Date(at.getTime() + sessionPolicies.customer.absoluteMilliseconds),
    endedTokenHash: client.sessionTokenHash,
  });

  const newDevice = knownDeviceId === undefined;
  const where = { at, customerId, deviceId, address };
  writeAudit(tx, [
    ...(newDevice ? [{ action: 'device.added' as const, ...where }] : []),
    ...(networkFirst && !isFirst ? [{ action: 'network.new' as const, ...where }] : []),
    { action: 'log_in.succeeded', ...where },
  ]);
  if (newDevice && !isFirst) await tell(context, tx, [{ customerId, notice: 'new_device' }]);
  events.append(tx, [
    { topic: 'customer.signed_in', subjectId: customerId, payload: { deviceId, newDevice } },
  ]);
  return { customerId, sessionToken, deviceToken };
}
