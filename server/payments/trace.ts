import type { Check, TraceEntry } from '../../contract/payments.ts';
import { checks } from '../../contract/payments.ts';

type Evidence = TraceEntry['evidence'];

/** Builds one attempt's trace: the checks in their order, each with what was seen; the rest is marked skipped at the end. */
export class Trace {
  readonly entries: TraceEntry[];

  constructor(entries: readonly TraceEntry[] = []) {
    this.entries = [...entries];
  }

  add(check: Check, result: TraceEntry['result'], milliseconds: number, evidence: Evidence = {}): this {
    this.entries.push({ check, result, durationMicroseconds: Math.round(milliseconds * 1000), evidence });
    return this;
  }

  /** The whole trace, with the checks that were never reached. */
  finish(): TraceEntry[] {
    const reached = new Set(this.entries.map((entry) => entry.check));
    for (const check of checks)
      if (!reached.has(check))
        this.entries.push({ check, result: 'skipped', durationMicroseconds: 0, evidence: {} });
    return this.entries;
  }
}

/** Puts what the rail said into a trace: it replaces the last word of the rail, and counts how often it was asked. */
export function withRailEntry(
  trace: readonly TraceEntry[],
  result: TraceEntry['result'],
  milliseconds: number,
  evidence: Evidence,
): TraceEntry[] {
  const before = trace.find((entry) => entry.check === 'rail');
  const asked = Number(before?.evidence.asked ?? 0) + 1;
  return [
    ...trace.filter((entry) => entry.check !== 'rail'),
    {
      check: 'rail',
      result,
      durationMicroseconds: Math.round(milliseconds * 1000) + (before?.durationMicroseconds ?? 0),
      evidence: { ...evidence, asked },
    },
  ];
}

/** Puts what people decided about a payment held for review into its trace. */
export function withReview(
  trace: readonly TraceEntry[],
  decision: 'released' | 'refused',
  evidence: Evidence,
): TraceEntry[] {
  return trace.map((entry) =>
    entry.check === 'risk'
      ? {
          ...entry,
          result: decision === 'released' ? ('passed' as const) : ('failed' as const),
          evidence: { ...entry.evidence, decision, ...evidence },
        }
      : entry,
  );
}
