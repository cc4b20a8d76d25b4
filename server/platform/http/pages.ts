import { existsSync } from 'node:fs';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../problem.ts';
import { replyWithProblem } from './problem-reply.ts';

/** Prefix of each web app; the wallet is what is left. */
const apps = [
  { prefix: '/desk/', folder: 'desk' },
  { prefix: '/shop/', folder: 'shop' },
  { prefix: '/', folder: 'wallet' },
] as const;

const hashedFile = /\/assets\//;

/**
 * Serves the built web apps from one folder. Hashed files are kept for ever by browsers, pages never; a path that is no file
 * is a screen of the app it belongs to. Without a folder there are no pages, only the API.
 */
export async function registerPages(app: FastifyInstance, webRoot: string | undefined): Promise<void> {
  const root = (folder: string) => join(webRoot ?? '', folder);
  const built =
    webRoot === undefined ? [] : apps.filter(({ folder }) => existsSync(join(root(folder), 'index.html')));
  for (const [place, { prefix, folder }] of built.entries())
    await app.register(staticFiles, {
      root: root(folder),
      prefix,
      decorateReply: place === 0,
      wildcard: false,
      index: ['index.html'],
      cacheControl: false,
      preCompressed: true,
      setHeaders: (reply, path) =>
        void reply.header(
          'cache-control',
          hashedFile.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        ),
    });

  function isScreen(request: FastifyRequest): boolean {
    const asksForPage = (request.headers.accept ?? '').includes('text/html');
    return (
      request.method === 'GET' &&
      asksForPage &&
      !request.url.startsWith('/api/') &&
      !request.url.startsWith('/shop/api/')
    );
  }

  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    const owner = built.find(({ prefix }) => request.url.startsWith(prefix) || `${request.url}/` === prefix);
    if (owner === undefined || !isScreen(request)) {
      const methods = app.methodsServed(request.url.split('?', 1)[0] ?? '');
      if (methods.length > 0) void reply.header('allow', methods.join(', '));
      const code = methods.length > 0 ? 'method_not_allowed' : 'not_found';
      return replyWithProblem(new ProblemError(code), request, reply);
    }
    if (`${request.url}/` === owner.prefix) return reply.redirect(owner.prefix);
    return reply.header('cache-control', 'no-cache').sendFile('index.html', root(owner.folder));
  });
}
