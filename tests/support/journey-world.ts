import { sandboxClient, type SandboxClient } from './sandbox-client.ts';

/** Set by journey-setup.ts for Playwright's workers; set beforehand, the journeys use what runs there. */
export const URL_VARIABLE = 'UPAY_TEST_URL';
export const SANDBOX_VARIABLE = 'UPAY_TEST_SANDBOX_URL';

/** The world outside of all journeys: read the codes it sent, set its faults. */
export function journeySandbox(): SandboxClient & { url: string } {
  const url = process.env[SANDBOX_VARIABLE];
  if (!url) throw new Error(`${SANDBOX_VARIABLE} is not set: journeys run under Playwright's global set-up.`);
  return { url, ...sandboxClient(url) };
}
