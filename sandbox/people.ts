import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authenticationPage } from './authentication-page.ts';
import { type Authenticator, shownCodes } from './authenticators.ts';
import type { Charges } from './charges.ts';
import { Refusal } from './errors.ts';
import type { Faults } from './faults.ts';
import { referenceParams } from './fields.ts';
import type { Messages } from './messages.ts';
import { assets, page } from './page/page.ts';
import type { Language } from './page/text.ts';

interface Parts {
  charges: Charges;
  faults: Faults;
  messages: Messages;
  authenticators: readonly Authenticator[];
}

const languageQuery = z.object({ lang: z.enum(['zh', 'en']).optional().catch(undefined) });
const recipient = z.object({ to: z.string().optional() });
const authenticationQuery = z.object({ return: z.url({ protocol: /^https?$/ }) });
const faultParams = z.object({ id: z.uuid() });
const ONE_CALLBACK = { copies: 1, delayMs: 0 };

/** As the address says, else as the browser asks. */
function languageOf({ query, headers }: FastifyRequest): Language {
  const asked = /^en\b/i.test(headers['accept-language'] ?? '') ? 'en' : 'zh';
  return languageQuery.parse(query).lang ?? asked;
}

function sendPage(reply: FastifyReply, html: string, formAction = "'self'") {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    `form-action ${formAction}`,
    "frame-ancestors 'none'",
  ];
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy.join('; '))
    .header('cache-control', 'no-store')
    .send(html);
}

/**
 * What people and tests look at and turn: the page, the messages that were sent, the faults, the 3-D Secure page.
 * Open to whoever reaches the port, which is why the sandbox listens on loopback unless told otherwise.
 */
export function addPeople(app: FastifyInstance, { charges, faults, messages, authenticators }: Parts): void {
  // The 3-D Secure form. JSON and this are the only bodies read, so another site's page can set no fault.
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (request, body, done) => {
      if (request.routeOptions.url === '/card/authentication/:reference')
        done(null, Object.fromEntries(new URLSearchParams(String(body))));
      else done(new Refusal(415, '30', 'The body must be JSON'));
    },
  );

  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/', (request, reply) => sendPage(reply, page(languageOf(request), authenticators.length > 0)));
  for (const { path, type, body } of assets())
    app.get(path, (_request, reply) => reply.type(type).header('cache-control', 'no-cache').send(body));

  for (const kind of ['sms', 'mail'] as const)
    app.get(`/${kind}/messages`, (request) => ({
      messages: messages.list(kind, recipient.parse(request.query).to),
    }));

  app.get('/authenticators/codes', () => ({ codes: shownCodes(authenticators) }));

  app.get('/faults', () => faults.list());
  app.post('/faults', (request, reply) => reply.status(201).send(faults.add(request.body)));
  app.post('/faults/random', (request, reply) => reply.status(201).send(faults.setRandom(request.body)));
  app.delete('/faults', (_request, reply) => {
    faults.clear();
    return reply.status(204).send();
  });
  app.delete('/faults/:id', (request, reply) => {
    faults.remove(faultParams.parse(request.params).id);
    return reply.status(204).send();
  });

  app.get('/card/authentication/:reference', (request, reply) => {
    const { return: returnUrl } = authenticationQuery.parse(request.query);
    const charge = charges.find(referenceParams.parse(request.params).reference);
    // Browsers hold the redirect after the form to form-action too.
    return sendPage(
      reply,
      authenticationPage(charge, returnUrl, languageOf(request)),
      `'self' ${new URL(returnUrl).origin}`,
    );
  });
  app.post('/card/authentication/:reference', (request, reply) => {
    const { return: returnUrl } = authenticationQuery.parse(request.query);
    const { reference } = referenceParams.parse(request.params);
    // A second click finds the charge decided; the cardholder goes back to the merchant all the same.
    if (charges.find(reference).status === 'requires_authentication')
      charges.authenticate(reference, request.body, ONE_CALLBACK);
    return reply.redirect(returnUrl, 303);
  });
}
