import { EventEmitter } from 'node:events';

/**
 * Tells whoever is connected what has just been committed: those at this node at once, those at others through the fan-out.
 * Nothing depends on it being heard: what was missed is read from the database.
 */
export interface Bus {
  /** @param payload JSON */
  publish(topic: string, payload: unknown): void;
  /** @returns the function that ends the subscription */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- topics are named at run time; the reader says what they carry
  subscribe<Payload>(topic: string, listener: (payload: Payload) => void): () => void;
}

/** Published, at this node only, when something may not have been heard: the time to compare with the database. */
export const missedTopic = 'missed';

export function createBus(): Bus {
  const emitter = new EventEmitter().setMaxListeners(0);
  return {
    publish: (topic, payload) => void emitter.emit(topic, payload),
    subscribe: (topic, listener) => {
      emitter.on(topic, listener);
      return () => void emitter.off(topic, listener);
    },
  };
}
