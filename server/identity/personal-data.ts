import type { FastifyReply } from 'fastify';
import * as contract from '../../contract/personal-data.ts';
import type { Queryable, Transaction } from '../platform/database/database.ts';
import type { Serve } from '../platform/http/serve.ts';
import { ProblemError } from '../platform/problem.ts';
import { clientOf, type Context } from './context.ts';
import { clearCookie } from './cookies.ts';
import { openDocument } from './documents.ts';
import { selectDocument } from './queries/documents.ts';
import { insertAudit } from './queries/audit.ts';
import {
  closeCustomer,
  eraseRetained,
  eraseSecrets,
  readIdentitySection,
  retainIdentity,
} from './queries/personal-data.ts';
import { selectCustomers } from './queries/customers.ts';
import { forgetGuesses } from './locks.ts';
import { isLocked } from './log-in.ts';
import { tell } from './notices.ts';
import { requireStepUp } from './step-ups.ts';

/** The law against money laundering (反洗钱法, 2024): ten years from the end of the business. */
const retainedYears = 10;
const eraseTask = 'identity.erase_retained';

/** What one module of the house keeps about a customer. */
export interface PersonalDataSection {
  name: string;
  /** All of it, as JSON can carry it. */
  read(q: Queryable, customerId: string): Promise<unknown>;
  /** What must be settled before the account can be closed. */
  obstacles?(q: Queryable, customerId: string): Promise<contract.ClosingObstacle[]>;
  /** Erases what need not be kept, in the transaction that closes the account. */
  erase?(tx: Transaction, customerId: string, at: Date): Promise<void>;
}

export interface PersonalData {
  /** Called once by each module that keeps something about customers. */
  contribute(section: PersonalDataSection): void;
  routes(serve: Serve): void;
}

export function createPersonalData(context: Context): PersonalData {
  const { db, clock, jobs, events } = context.platform;
  const sections: PersonalDataSection[] = [identitySection(context)];
  jobs.define(eraseTask, () => eraseRetained(db, clock.now()), { every: 'day' });

  async function obstaclesOf(q: Queryable, customerId: string): Promise<contract.ClosingObstacle[]> {
    const found: contract.ClosingObstacle[] = [];
    for (const section of sections) found.push(...((await section.obstacles?.(q, customerId)) ?? []));
    return found;
  }

  async function close(customerId: string, address: string): Promise<void> {
    const [customer] = await selectCustomers(db, [customerId]);
    if (customer === undefined) throw new ProblemError('not_found');
    await db.transaction(async (tx) => {
      const at = clock.now();
      // From here on no payment of the account passes its checks; what was before them is seen by the obstacles.
      await closeCustomer(tx, customerId, at);
      if ((await obstaclesOf(tx, customerId)).some((obstacle) => obstacle !== 'locked'))
        throw new ProblemError('closing_refused');
      const eraseAt = new Date(at);
      eraseAt.setUTCFullYear(eraseAt.getUTCFullYear() + retainedYears);
      const { name, phone, email, registered_at: registeredAt } = customer;
      const row = await selectDocument(tx, customerId);
      const document = row && { kind: row.kind, ...openDocument(context, customerId, row) };
      const kept = JSON.stringify({ name, phone, email, registeredAt, document });
      await retainIdentity(tx, {
        customerId,
        sealed: context.sealing.seal(kept, customerId),
        at,
        eraseAt,
      });
      for (const section of sections) await section.erase?.(tx, customerId, at);
      await insertAudit(tx, [{ at, action: 'account.closed', customerId, address }]);
      events.append(tx, [{ topic: 'account.closed', subjectId: customerId, payload: {} }]);
      // To where it was bound until now: the last word about this account.
      const alsoTo = [phone, email].filter((to) => to !== null);
      await tell(context, tx, [{ customerId, notice: 'account_closed', alsoTo }]);
    });
  }

  return {
    contribute: (section) => void sections.push(section),
    routes(serve) {
      serve(contract.exportMyData, async ({ caller, request, reply }) => {
        const { customerId } = caller;
        const summary = { zh: '导出我的个人信息', en: 'export my personal data' };
        await requireStepUp(context, caller, { name: 'export_personal_data', parts: [], summary });
        const at = clock.now();
        const { address } = clientOf(request, 'customer');
        await insertAudit(db, [{ at, action: 'personal_data.exported', customerId, address }]);
        const read = await db.snapshot(async (q) => {
          const all: Array<[string, unknown]> = [];
          for (const section of sections) all.push([section.name, await section.read(q, customerId)]);
          return Object.fromEntries(all);
        });
        attach(reply, `upay-personal-data-${at.toISOString().slice(0, 10)}.json`);
        const generatedAt = at.toISOString();
        return { format: 'upay-personal-data-1' as const, generatedAt, customerId, sections: read };
      });
      serve(contract.getMyClosing, async ({ caller }) => ({
        obstacles: await obstaclesOf(db, caller.customerId),
      }));
      serve(contract.closeMyAccount, async ({ caller, request, reply }) => {
        const summary = { zh: '注销账户', en: 'close my account' };
        if ((await obstaclesOf(db, caller.customerId)).length > 0) throw new ProblemError('closing_refused');
        await requireStepUp(context, caller, { name: 'close_account', parts: [], summary });
        await close(caller.customerId, clientOf(request, 'customer').address);
        clearCookie(reply, 'customer');
        return undefined;
      });
    },
  };
}

function attach(reply: FastifyReply, fileName: string): void {
  reply.header('content-disposition', `attachment; filename="${fileName}"`);
}

function identitySection(context: Context): PersonalDataSection {
  return {
    name: 'identity',
    async read(q, customerId) {
      const document = await selectDocument(q, customerId);
      return {
        ...(await readIdentitySection(q, customerId)),
        identityDocument: document && {
          kind: document.kind,
          ...openDocument(context, customerId, document),
          addedAt: document.added_at,
        },
      };
    },
    async obstacles(q, customerId) {
      const [customer] = await selectCustomers(q, [customerId]);
      return customer && isLocked(customer.locked_until, context.platform.clock.now()) ? ['locked'] : [];
    },
    async erase(tx, customerId, at) {
      await forgetGuesses(context, tx, customerId);
      await eraseSecrets(tx, customerId, at);
    },
  };
}
