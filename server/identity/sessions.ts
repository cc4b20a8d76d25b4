import type { FastifyRequest } from 'fastify';
import { backgroundHeader } from '../../contract/route.ts';
import { networkOf } from '../platform/places.ts';
import { createBatchRead } from '../platform/batch-read.ts';
import type { Database } from '../platform/database/database.ts';
import { createGroupCommit } from '../platform/group-commit.ts';
import type { Authenticators } from '../platform/http/serve.ts';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { stepUpOf } from './step-up-header.ts';
import { hashToken } from './context.ts';
import { seeNetwork } from './networks.ts';
import { cookieNames } from './cookies.ts';
import {
  type CustomerSessionRow,
  selectCustomerSessions,
  selectStaffSessions,
  type SessionLimits,
  updateLastUsed,
} from './queries/sessions.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A session ends when it is not used for the idle time, and in any case after the absolute one. */
export const sessionPolicies = {
  // Five minutes: RTS 2018/389, article 4(3)(d).
  customer: { idleMilliseconds: 5 * minute, absoluteMilliseconds: 24 * hour },
  staff: { idleMilliseconds: 15 * minute, absoluteMilliseconds: 12 * hour },
} as const;

/** Use is written down at most this often, so the idle time is exact to this much. */
const useMilliseconds = minute / 2;
const tokenLength = 43;

interface Session {
  token_hash: string;
  id: string;
  due: boolean;
}

const isBackground = (request: FastifyRequest) => request.headers[backgroundHeader] !== undefined;

type Readers = Pick<Authenticators, 'customer' | 'staff'>;

/**
 * Proves sessions. On the path of every request: callers of one moment share one prepared statement; nothing is cached.
 * `using` counts as use of the session, unless the page reads by itself; `watching` does not.
 */
export function createSessionReaders(platform: Platform): { using: Readers; watching: Readers } {
  const customer = createSessionReader(platform, 'customer', selectCustomerSessions);
  const staff = createSessionReader(platform, 'staff', selectStaffSessions);
  const readers = (use: boolean): Readers => ({
    async customer(request) {
      const session = await customer(request, use && !isBackground(request));
      const networkNew = await onNetwork(platform, session, request.ip);
      return {
        customerId: session.customer_id,
        sessionId: session.id,
        deviceId: session.device_id,
        language: session.language,
        stepUpId: stepUpOf(request),
        ...(networkNew
          ? { caution: 'new_network' as const }
          : session.cautious
            ? { caution: 'new_device' as const }
            : {}),
      };
    },
    async staff(request) {
      const session = await staff(request, use && !isBackground(request));
      return { staffId: session.staff_id, sessionId: session.id, name: session.name, role: session.role };
    },
  });
  return { using: readers(true), watching: readers(false) };
}

function createSessionReader<Row extends Session>(
  { db, clock }: Platform,
  kind: 'customer' | 'staff',
  select: (db: Database, tokenHashes: readonly string[], limits: SessionLimits) => Promise<Row[]>,
): (request: FastifyRequest, use: boolean) => Promise<Row> {
  const { idleMilliseconds } = sessionPolicies[kind];
  const read = createBatchRead<string, Row>(async (tokenHashes) => {
    const now = clock.now();
    const rows = await select(db, tokenHashes, {
      now,
      idleSince: new Date(now.getTime() - idleMilliseconds),
      dueSince: new Date(now.getTime() - useMilliseconds),
    });
    return new Map(rows.map((row) => [row.token_hash, row]));
  });
  // One at a time, so that two of this process never want the same rows in another order.
  const noteUse = createGroupCommit<string, void>({
    db,
    concurrency: 1,
    async run(tx, ids) {
      await updateLastUsed(tx, kind, ids, clock.now());
      return ids.map(() => ({ value: undefined }));
    },
  });
  return async (request, use) => {
    const token = request.cookies[cookieNames[kind]];
    const session = token?.length === tokenLength ? await read(hashToken(token)) : undefined;
    if (session === undefined) throw new ProblemError('not_signed_in');
    if (use && session.due) await noteUse(session.id);
    return session;
  };
}

/** Whether the session is used on a network that its customer has not confirmed; one statement only when it has moved. */
async function onNetwork(platform: Platform, session: CustomerSessionRow, address: string): Promise<boolean> {
  const network = networkOf(address);
  if (network === session.network) return session.network_new;
  return seeNetwork(platform, {
    sessionId: session.id,
    customerId: session.customer_id,
    network,
    address,
  });
}
