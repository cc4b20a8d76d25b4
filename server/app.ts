import type { FastifyInstance } from 'fastify';
import { shopBackend } from '../web/shop/backend.ts';
import { createAssistant } from './assistant/assistant.ts';
import { registerChannels } from './channels/channels.ts';
import type { Config } from './config.ts';
import { createGuides, createKnowledge } from './guides/guides.ts';
import { createIdentity, type Identity, scaledLimits } from './identity/identity.ts';
import { createLedger, type Ledger } from './ledger/ledger.ts';
import { createPayments, type Payments } from './payments/payments.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import { registerHealth } from './platform/http/health.ts';
import { createHttp } from './platform/http/http.ts';
import { registerPages } from './platform/http/pages.ts';
import { registerReference } from './platform/http/reference.ts';
import { createServe } from './platform/http/serve.ts';
import { createPlatform, type Platform } from './platform/platform.ts';
import { createRails } from './rails/rails.ts';
import { createSupport } from './support/support.ts';

/** The whole server, built but not yet listening. */
export interface App {
  http: FastifyInstance;
  platform: Platform;
  identity: Identity;
  ledger: Ledger;
  payments: Payments;
  /** Begins to work on events and jobs. */
  start(): Promise<void>;
  /** Finishes what is under way, then closes everything it opened. */
  stop(): Promise<void>;
}

/** The one place where modules meet: each is built from the front doors of those above it. */
export async function createApp(config: Config, clock: Clock = systemClock): Promise<App> {
  const platform = createPlatform(config, clock);
  const ledger = createLedger(platform.db, platform);
  const rails = createRails(platform);
  const identity = createIdentity(platform, {
    sendSms: rails.sendSms,
    sendMail: rails.sendMail,
    limits: scaledLimits(config.rateLimitFactor),
  });
  const payments = createPayments(platform, { identity, ledger, rails });
  const support = createSupport(platform, { identity, payments });
  const guides = createGuides(platform, { identity, rails, payments, support });

  const knowledge = createKnowledge(platform);

  const assistant = createAssistant(platform, { identity, payments, support, guides, knowledge });

  const http = await createHttp(config, platform.log, platform.metrics);
  const serve = createServe(http, {
    authenticators: { ...identity.authenticators, ...payments.authenticators },
    checkResults: config.checkResults,
  });
  registerHealth(http, platform);
  await registerReference(http, config.publicUrl);
  identity.routes(serve);
  ledger.routes(serve);
  await payments.routes(http, serve);
  support.routes(serve);
  guides.routes(serve);
  knowledge.routes(serve, (question) => assistant.understand(question).ranked);
  assistant.routes(serve);
  registerChannels(http, platform, { identity, support });
  if (config.demoShopKey !== undefined)
    await http.register(shopBackend, {
      apiUrl: config.ownUrl,
      ownUrl: config.ownUrl,
      apiKey: config.demoShopKey,
      publicUrl: config.publicUrl,
    });
  await registerPages(http, config.webRoot);

  return {
    http,
    platform,
    identity,
    ledger,
    payments,
    async start() {
      await knowledge.start();
      await platform.bus.start();
      await platform.jobs.start();
      await platform.events.start();
      support.routing.start();
    },
    async stop() {
      await http.close();
      await support.routing.stop();
      await platform.events.stop();
      await platform.jobs.stop();
      await platform.bus.stop();
      await platform.db.close();
    },
  };
}
