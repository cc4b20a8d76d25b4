import { randomUUID } from 'node:crypto';
import { generateSecret } from 'otplib';
import { type Staff, staffLogIn } from '../../contract/identity.ts';
import { ApiClient } from '../../scripts/api-client.ts';
import { createIdentity } from '../../server/identity/identity.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { createPlatform } from '../../server/platform/platform.ts';
import { testConfig } from '../../server/platform/testing.ts';
import { staffCredentials } from './authenticator.ts';
import type { TestSystem } from './system.ts';

const password = 'Kestrel over the harbour 7';

/** A new member of staff, logged in at the desk. */
export async function newStaff({ database, server }: TestSystem, role: Staff['role']): Promise<ApiClient> {
  const platform = createPlatform(
    testConfig({ UPAY_DATABASE_URL: database.url, UPAY_PEPPER: server.env.UPAY_PEPPER as string }),
    systemClock,
  );
  const sendSms = () => Promise.reject(new Error('nobody is sent anything here'));
  const email = `${randomUUID()}@upay.example`;
  const authenticatorSecret = generateSecret();
  const staff = { email, name: '周敏', role, password, authenticatorSecret };
  await createIdentity(platform, { sendSms, sendMail: sendSms }).createStaff(staff);
  await platform.db.close();
  const client = new ApiClient(server.url);
  await client.call(staffLogIn, { body: await staffCredentials(staff) });
  return client;
}
