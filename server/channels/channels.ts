import type { FastifyInstance } from 'fastify';
import type { Identity } from '../identity/identity.ts';
import type { Platform } from '../platform/platform.ts';
import type { Support } from '../support/support.ts';
import { registerWebChat } from './web-chat.ts';

/** Registers every way the world reaches support; today the chat in the wallet and at the desk. */
export function registerChannels(
  app: FastifyInstance,
  platform: Platform,
  deps: { identity: Identity; support: Support },
): void {
  registerWebChat(app, platform, deps);
}
