import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** One registry an app, so that two apps in one process (tests) do not share counts. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    httpDuration: new Histogram({
      name: 'upay_http_request_duration_seconds',
      help: 'Time from a request to its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    attempts: new Counter({
      name: 'upay_payment_attempts_total',
      help: 'Payment attempts by kind, outcome and failure code.',
      labelNames: ['kind', 'outcome', 'code'],
      registers: [registry],
    }),
    messages: new Counter({
      name: 'upay_messages_total',
      help: 'Conversation messages by sender.',
      labelNames: ['sender'],
      registers: [registry],
    }),
    phrasings: new Counter({
      name: 'upay_assistant_phrasings_total',
      help: 'Answers that a language model was asked to phrase: its words were used, refused, or it failed.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    guideOutcomes: new Counter({
      name: 'upay_guide_outcomes_total',
      help: 'Guide runs that ended, by guide, door and outcome.',
      labelNames: ['guide', 'door', 'outcome'],
      registers: [registry],
    }),
  };
}
