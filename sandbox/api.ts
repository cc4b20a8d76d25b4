import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Answer } from './answers.ts';
import type { Bank } from './bank.ts';
import type { BankFiles } from './bank-files.ts';
import { createCardToken } from './card-tokens.ts';
import type { Charges } from './charges.ts';
import { Refusal } from './errors.ts';
import { deliveryOf, neverAnswer } from './fault-hooks.ts';
import { referenceParams } from './fields.ts';
import type { Messages } from './messages.ts';
import { settlementReport } from './settlements.ts';
import type { Store } from './store.ts';

interface Parts {
  store: Store;
  charges: Charges;
  bank: Bank;
  bankFiles: BankFiles;
  messages: Messages;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest();
const XML = 'application/xml; charset=utf-8';
const after = z.object({ after: z.coerce.number().int().min(0).default(0) });
const fileNumber = z.object({ number: z.coerce.number().int().min(1) });
const day = z.object({ day: z.iso.date() });

/** What the wallet calls. Everything here demands the bearer key. */
export function addApi(
  app: FastifyInstance,
  key: string,
  { store, charges, bank, bankFiles, messages }: Parts,
): void {
  const expected = sha256(`Bearer ${key}`);
  // Registered before the fault hooks run on these routes, so that a stranger uses up no fault.
  app.addHook('onRequest', async (request) => {
    const given = sha256(request.headers.authorization ?? '');
    if (!timingSafeEqual(given, expected))
      throw new Refusal(401, 'unauthorized', 'The bearer key is missing or wrong');
  });

  const send = (reply: FastifyReply, { status, body, silent }: Answer & { silent?: boolean }) =>
    silent ? neverAnswer(reply) : reply.status(status).send(body);
  const referenceOf = (params: unknown) => referenceParams.parse(params).reference;

  app.post('/card/tokens', { config: { operation: 'card.token' } }, (request, reply) =>
    reply.status(201).send(createCardToken(store, request.body)),
  );
  app.post('/card/charges', { config: { operation: 'card.charge' } }, (request, reply) =>
    send(reply, charges.charge(request.body, deliveryOf(request))),
  );
  app.get('/card/charges/:reference', { config: { operation: 'card.inquiry' } }, (request, reply) =>
    reply.send(charges.inquire(referenceOf(request.params))),
  );
  app.post('/card/charges/:reference/captures', { config: { operation: 'card.capture' } }, (request, reply) =>
    send(reply, charges.capture(referenceOf(request.params), request.body, deliveryOf(request))),
  );
  app.post('/card/charges/:reference/voids', { config: { operation: 'card.void' } }, (request, reply) =>
    send(reply, charges.void(referenceOf(request.params), deliveryOf(request))),
  );
  app.post('/card/charges/:reference/refunds', { config: { operation: 'card.refund' } }, (request, reply) =>
    send(reply, charges.refund(referenceOf(request.params), request.body, deliveryOf(request))),
  );
  app.get('/card/refunds/:reference', { config: { operation: 'card.inquiry' } }, (request, reply) =>
    reply.send(charges.inquireRefund(referenceOf(request.params))),
  );
  app.post('/card/charges/:reference/authentication', (request, reply) =>
    send(reply, charges.authenticate(referenceOf(request.params), request.body, deliveryOf(request))),
  );

  app.post('/bank/accounts', { config: { operation: 'bank.account' } }, (request, reply) =>
    reply.status(201).send(bank.addAccount(request.body)),
  );
  for (const direction of ['debit', 'payout'] as const) {
    app.post(`/bank/${direction}s`, { config: { operation: `bank.${direction}` } }, (request, reply) =>
      send(reply, bank.transfer(direction, request.body, deliveryOf(request))),
    );
    app.get(`/bank/${direction}s/:reference`, { config: { operation: 'bank.inquiry' } }, (request, reply) =>
      reply.send(bank.inquire(direction, referenceOf(request.params))),
    );
  }

  app.post('/bank/files', { config: { operation: 'bank.file' } }, (request, reply) =>
    reply.status(202).send(bankFiles.hand(request.body)),
  );
  app.get('/bank/files', { config: { operation: 'bank.inquiry' } }, (request, reply) =>
    reply.send({ files: bankFiles.list(after.parse(request.query).after) }),
  );
  app.get('/bank/files/:number', { config: { operation: 'bank.inquiry' } }, (request, reply) =>
    reply.type(XML).send(bankFiles.read(fileNumber.parse(request.params).number)),
  );
  app.get('/bank/statements', (request, reply) =>
    reply.type(XML).send(bankFiles.statement(day.parse(request.query).day)),
  );
  app.post('/bank/credits', (request, reply) => reply.status(201).send(bankFiles.credit(request.body)));

  app.get('/settlements', (request, reply) =>
    reply.type('text/csv; charset=utf-8').send(settlementReport(store, day.parse(request.query).day)),
  );

  for (const kind of ['sms', 'mail'] as const)
    app.post(`/${kind}/messages`, { config: { operation: kind } }, (request, reply) =>
      send(reply, messages.send(kind, request.body)),
    );
}
