/** What sandbox/faults.ts takes; absent members have its defaults. */
export interface FaultRequest {
  operation: string;
  fault: 'slow' | 'drop_before' | 'drop_after' | 'refuse' | 'error' | 'duplicate_callback' | 'late_callback';
  times?: number;
  delayMs?: number;
  status?: 500 | 503;
}

export interface SentMessage {
  reference: string;
  to: string;
  subject?: string;
  text: string;
  /** ISO 8601. */
  sentAt: string;
}

/** What a test does with a running sandbox. */
export interface SandboxClient {
  setFault(fault: FaultRequest): Promise<void>;
  clearFaults(): Promise<void>;
  /** What was sent to a phone (E.164) or a mailbox, newest first. */
  messages(to: string): Promise<SentMessage[]>;
}

export function sandboxClient(url: string): SandboxClient {
  async function request(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(url + path, {
      method,
      headers: body ? { 'content-type': 'application/json' } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`The sandbox answered ${method} ${path} with ${answer.status}: ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  return {
    setFault: async (fault) => void (await request('POST', '/faults', fault)),
    clearFaults: async () => void (await request('DELETE', '/faults')),
    async messages(to) {
      const kind = to.includes('@') ? 'mail' : 'sms';
      const found = await request('GET', `/${kind}/messages?to=${encodeURIComponent(to)}`);
      return (found as { messages: SentMessage[] }).messages;
    },
  };
}
