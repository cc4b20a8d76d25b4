import * as contract from '../../contract/security.ts';
import type { Serve } from '../platform/http/serve.ts';
import type { Context } from './context.ts';
import { listOwnDevices, revokeOtherOwnDevices, revokeOwnDevice } from './devices.ts';

/** What customers see and change of their own security. */
export function registerSecurityRoutes(context: Context, serve: Serve): void {
  serve(contract.listDevices, async ({ caller }) => ({ devices: await listOwnDevices(context, caller) }));
  serve(contract.revokeDevice, async ({ caller, params, request }) => {
    await revokeOwnDevice(context, caller, params.id.toLowerCase(), request.ip);
    return undefined;
  });
  serve(contract.revokeOtherDevices, async ({ caller, request }) => ({
    revoked: await revokeOtherOwnDevices(context, caller, request.ip),
  }));
}
