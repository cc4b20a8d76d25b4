import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** The methods that a path is served with; none when there is no such path. */
    methodsServed(path: string): string[];
  }
}

/** Remembers every route registered from now on, so that a method too many is told apart from an address that is none. */
export function watchMethods(app: FastifyInstance): void {
  const served: Array<{ pattern: RegExp; methods: string[] }> = [];
  app.addHook('onRoute', ({ url, method }) => {
    const literal = url.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    served.push({
      pattern: new RegExp(`^${literal.replaceAll(/:\w+/g, '[^/]+')}$`),
      methods: [method].flat(),
    });
  });
  app.decorate('methodsServed', (path: string) => [
    ...new Set(served.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods)),
  ]);
}
