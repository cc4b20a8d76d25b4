import type { Message } from '../../contract/support.ts';

/** Messages read from the database at once, and sent before the next are read. */
export const replayPage = 100;

export interface Subscription {
  /** Takes what has just been committed, without a gap in it. */
  receive(messages: readonly Message[]): void;
  /** Reads on from where this subscription stands. */
  catchUp(): void;
  /** How far everything has been delivered. */
  position(): number;
  end(): void;
}

export interface SubscriptionOptions {
  /** Everything after this sequence number is delivered, in order and once. */
  after: number;
  /** Notes are between agents: they count in the sequence and are left out for customers. */
  notes: boolean;
  /** Messages with a greater sequence number, oldest first, notes too, at most `replayPage`. */
  read: (after: number) => Promise<Message[]>;
  deliver: (messages: readonly Message[]) => void;
  /** Resolves once what was delivered has been taken, so that there is room for more. */
  taken: () => Promise<void>;
  fail: (error: unknown) => void;
}

/**
 * One reader's view of one conversation: replay, then live, without loss, repeat or reorder. The bus may be late, early or
 * silent; only the sequence numbers count. What does not follow on what was delivered last is read from the database.
 */
export function createSubscription(options: SubscriptionOptions): Subscription {
  let delivered = options.after;
  let reading = false;
  let behind = false;
  let ended = false;

  /** The very list it was given where nothing is left out of it, so that what many are told is written out once. */
  function visibleOf(messages: readonly Message[]): readonly Message[] {
    return options.notes || messages.every(({ content }) => content.type !== 'note')
      ? messages
      : messages.filter(({ content }) => content.type !== 'note');
  }

  const isNew = ({ sequence }: Message): boolean => sequence > delivered;

  function deliver(messages: readonly Message[]): void {
    delivered = messages.at(-1)?.sequence ?? delivered;
    const visible = visibleOf(messages);
    if (visible.length > 0) options.deliver(visible);
  }

  async function readOn(): Promise<void> {
    do {
      behind = false;
      let page: Message[];
      do {
        page = await options.read(delivered);
        if (ended) return;
        deliver(page);
        await options.taken();
      } while (page.length === replayPage && !ended);
    } while (behind && !ended);
  }

  function catchUp(): void {
    behind = true;
    if (reading || ended) return;
    reading = true;
    readOn()
      .catch((error: unknown) => {
        if (!ended) options.fail(error);
      })
      .finally(() => {
        reading = false;
      });
  }

  return {
    receive(messages) {
      const [first] = messages;
      const last = messages.at(-1);
      if (ended || first === undefined || last === undefined || last.sequence <= delivered) return;
      if (reading || first.sequence > delivered + 1) catchUp();
      else deliver(first.sequence > delivered ? messages : messages.filter(isNew));
    },
    catchUp,
    position: () => delivered,
    end() {
      ended = true;
    },
  };
}
