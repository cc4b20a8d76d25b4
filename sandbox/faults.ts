import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Store } from './store.ts';

export const OPERATIONS = [
  'card.token',
  'card.charge',
  'card.capture',
  'card.void',
  'card.refund',
  'card.inquiry',
  'bank.account',
  'bank.debit',
  'bank.payout',
  'bank.file',
  'bank.inquiry',
  'sms',
  'mail',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export const FAULTS = [
  'slow',
  'drop_before',
  'drop_after',
  'refuse',
  'error',
  'duplicate_callback',
  'late_callback',
] as const;
export type FaultKind = (typeof FAULTS)[number];

export interface Fault {
  id: string;
  operation: Operation | '*';
  fault: FaultKind;
  /** How often it is still to strike. */
  remaining: number;
  /** For slow and late_callback. */
  delayMs: number;
  /** For error. */
  status: 500 | 503;
}

/** Faults drawn for every request from a seeded sequence. */
export interface RandomFaults {
  seed: number;
  rates: Partial<Record<FaultKind, number>>;
  delayMs: number;
}

/** What is to strike one request. */
export type Strike = Pick<Fault, 'fault' | 'delayMs' | 'status'>;

const DEFAULT_DELAY_MS = 3_000;
const CALLBACK_FAULTS: readonly FaultKind[] = ['duplicate_callback', 'late_callback'];
const WITH_CALLBACK: readonly Operation[] = [
  'card.charge',
  'card.capture',
  'card.void',
  'card.refund',
  'bank.debit',
  'bank.payout',
];

const delayMs = z.int().min(0).max(600_000).default(DEFAULT_DELAY_MS);

const faultBody = z
  .object({
    operation: z.enum([...OPERATIONS, '*']),
    fault: z.enum(FAULTS),
    times: z.int().min(1).max(1_000_000).default(1),
    delayMs,
    status: z.union([z.literal(500), z.literal(503)]).default(503),
  })
  .refine(({ operation, fault }) => operation === '*' || canStrike(fault, operation), {
    path: ['fault'],
    message: 'this operation makes no callback',
  });

const rate = z.number().min(0).max(1);
const randomBody = z.object({
  seed: z.int().min(0).max(0xffff_ffff),
  rates: z
    .partialRecord(z.enum(FAULTS), rate)
    .refine(
      (rates) => Object.values(rates).reduce((sum, each) => sum + each, 0) <= 1,
      'must add up to at most 1',
    ),
  delayMs,
});

function canStrike(fault: FaultKind, operation: Operation): boolean {
  return !CALLBACK_FAULTS.includes(fault) || WITH_CALLBACK.includes(operation);
}

/** mulberry32: small, seeded, and good enough to pick faults. Numbers from 0 up to 1. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Faults on demand: which ones are set, and which strikes the request at hand. */
export function createFaults(store: Store) {
  // After a restart the sequence begins again: its place is not worth a journal line a request.
  let draw = sequence(store.get('random', 'random')?.seed ?? 0);

  /** How often each has struck since this process began. */
  const struck: Partial<Record<FaultKind, number>> = {};

  function counted<S extends Strike | null>(strike: S): S {
    if (strike !== null) struck[strike.fault] = (struck[strike.fault] ?? 0) + 1;
    return strike;
  }

  function list() {
    return { struck, faults: [...store.all('faults')], random: store.get('random', 'random') ?? null };
  }

  function drawn(operation: Operation): Strike | null {
    const random = store.get('random', 'random');
    if (!random) return null;
    let point = draw();
    for (const fault of FAULTS) {
      point -= random.rates[fault] ?? 0;
      if (point < 0)
        return canStrike(fault, operation) ? { fault, delayMs: random.delayMs, status: 503 } : null;
    }
    return null;
  }

  return {
    list,

    add(body: unknown): Fault {
      const { times, ...rest } = faultBody.parse(body);
      const fault = { id: randomUUID(), ...rest, remaining: times };
      store.commit([{ table: 'faults', key: fault.id, value: fault }]);
      return fault;
    },

    /** Replaces what was set before and begins the sequence anew. */
    setRandom(body: unknown): RandomFaults {
      const random = randomBody.parse(body);
      store.commit([{ table: 'random', key: 'random', value: random }]);
      draw = sequence(random.seed);
      return random;
    },

    /** Removes every fault, the random ones too. */
    clear(): void {
      const faults = [...store.all('faults')].map(({ id }) => ({
        table: 'faults' as const,
        key: id,
        value: null,
      }));
      store.commit([...faults, { table: 'random', key: 'random', value: null }]);
    },

    remove(id: string): void {
      if (store.get('faults', id)) store.commit([{ table: 'faults', key: id, value: null }]);
    },

    /** The fault for one request; the oldest that fits is used up first. */
    strike(operation: Operation): Strike | null {
      for (const fault of store.all('faults')) {
        const fits = fault.operation === '*' || fault.operation === operation;
        if (!fits || !canStrike(fault.fault, operation)) continue;
        const remaining = fault.remaining - 1;
        const value = remaining > 0 ? { ...fault, remaining } : null;
        store.commit([{ table: 'faults', key: fault.id, value }]);
        return counted(fault);
      }
      return counted(drawn(operation));
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
