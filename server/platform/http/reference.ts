import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { openApi } from './openapi.ts';

/** The reference page brings its own styles and runs its own script; nothing else may be loaded, and it holds no secrets. */
const referencePolicy =
  "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** `/api/openapi.json` and the API reference at `/api/docs`. */
export async function registerReference(app: FastifyInstance, publicUrl: string): Promise<void> {
  const document = openApi(publicUrl);
  app.get('/api/openapi.json', async () => document);
  await app.register(async (scope) => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', referencePolicy);
    });
    await scope.register(scalar, {
      routePrefix: '/api/docs',
      configuration: {
        url: '/api/openapi.json',
        withDefaultFonts: false,
        telemetry: false,
        hideClientButton: true,
        showDeveloperTools: 'never',
        pageTitle: 'UPay API',
        agent: { disabled: true },
      },
    });
  });
}
