import { EventEmitter } from 'node:events';

/**
 * Tells whoever is connected to this process what has just been committed. Nothing depends on it being heard: what was
 * missed is read from the database. Several nodes need a fan-out behind it; one node needs none.
 */
export interface Bus {
  publish(topic: string, payload: unknown): void;
  /** @returns the function that ends the subscription */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- topics are named at run time; the reader says what they carry
  subscribe<Payload>(topic: string, listener: (payload: Payload) => void): () => void;
}

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
