import Fastify, { type FastifyInstance } from 'fastify';
import { addApi } from './api.ts';
import { createBank } from './bank.ts';
import { createBankFiles } from './bank-files.ts';
import { createCallbacks } from './callbacks.ts';
import { createCharges } from './charges.ts';
import type { Config } from './config.ts';
import { answerErrors } from './errors.ts';
import { addFaultHooks } from './fault-hooks.ts';
import { createFaults } from './faults.ts';
import { createMessages } from './messages.ts';
import { addPeople } from './people.ts';
import { openStore } from './store.ts';

export interface Sandbox {
  /** Not yet listening. */
  app: FastifyInstance;
  /** Ends every connection and timer; the journal keeps the rest for the next start. */
  close(): Promise<void>;
}

/** Builds the world outside from its journal. Throws when the data folder cannot be used. */
export async function createSandbox(config: Config): Promise<Sandbox> {
  const store = openStore(config.data);
  const callbacks = createCallbacks(store, config);
  const faults = createFaults(store);
  const charges = createCharges(store, callbacks, config.timing.noAnswerCallbackMs);
  const bank = createBank(store, callbacks, config.timing);
  const bankFiles = createBankFiles(store, config.timing);
  const messages = createMessages(store);

  const app = Fastify({ bodyLimit: 128 * 1024, forceCloseConnections: true });
  app.removeContentTypeParser(['text/plain', 'application/json']);
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) =>
    // A void needs no body, whatever type its caller's client announces.
    body === '' ? done(null, undefined) : parseJson(request, String(body), done),
  );
  app.addContentTypeParser('application/xml', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  answerErrors(app);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
  });
  app.register(async (api) => {
    addApi(api, config.key, { store, charges, bank, bankFiles, messages });
    addFaultHooks(api, faults);
  });
  app.register(async (people) =>
    addPeople(people, { charges, faults, messages, authenticators: config.authenticators }),
  );
  // Only once the port is ours: a second process started by mistake must deliver nothing.
  app.addHook('onListen', async () => {
    callbacks.start();
    bank.start();
    bankFiles.start();
  });
  app.addHook('onClose', async () => {
    bank.close();
    bankFiles.close();
    await callbacks.close();
    store.close();
  });
  await app.ready();

  return { app, close: () => app.close() };
}
