import * as z from 'zod/mini';
import { type ErrorCode, messageOf, problemSchema, statusOf } from '../../../contract/problem.ts';
import type { Route } from '../../../contract/route.ts';
import { routes } from '../../../contract/routes.ts';

type Json = Record<string, unknown>;

const security: Record<Route['caller'], Json[]> = {
  public: [],
  customer: [{ customerSession: [] }],
  staff: [{ staffSession: [] }],
  merchant: [{ apiKey: [] }],
};

/** Refusals that come with what a route asks for, which contracts need not repeat. */
export function errorsOf(route: Route): ErrorCode[] {
  const readsFields = route.body ?? route.query ?? route.params;
  const implied: ErrorCode[] = [
    ...(route.caller === 'public'
      ? []
      : [route.caller === 'merchant' ? ('api_key_invalid' as const) : ('not_signed_in' as const)]),
    ...(readsFields === undefined ? [] : (['invalid_request'] as const)),
    ...(route.body === undefined
      ? []
      : (['malformed_request', 'body_too_large', 'unsupported_media_type'] as const)),
    ...(route.idempotent ? (['idempotency_key_required', 'idempotency_key_reused'] as const) : []),
  ];
  return [...new Set([...route.errors, ...implied])];
}

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json;
  return rest;
}

function parameters(schema: z.ZodMiniType | undefined, place: 'path' | 'query'): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

function operation(domain: string, name: string, route: Route): Json {
  const json = (schema: Json) => ({ 'application/json': { schema } });
  const problems = Object.groupBy(errorsOf(route), (code) => String(statusOf(code)));
  const idempotencyKey = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    schema: { type: 'string', minLength: 8, maxLength: 128 },
    description:
      'The same key and body is answered as the first time; the same key with another body is refused.',
  };
  return {
    operationId: name,
    tags: [domain],
    summary: route.summary,
    security: route.scope === undefined ? security[route.caller] : [{ apiKey: [route.scope] }],
    parameters: [
      ...parameters(route.params, 'path'),
      ...parameters(route.query, 'query'),
      ...(route.idempotent ? [idempotencyKey] : []),
    ],
    ...(route.upload === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } } }),
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: json(jsonSchema(route.body, 'input')) } }),
    responses: {
      [route.status ?? (route.result === undefined && !route.download ? 204 : 200)]: {
        description: 'Done.',
        ...(route.result === undefined ? {} : { content: json(jsonSchema(route.result, 'output')) }),
        ...(route.download ? { content: { 'application/octet-stream': { schema: {} } } } : {}),
      },
      ...Object.fromEntries(
        Object.entries(problems).map(([status, codes = []]) => [
          status,
          {
            description: codes.map((code) => `\`${code}\`: ${messageOf(code).en}`).join('\n\n'),
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

/** OpenAPI 3.1, derived from the contract's constants. */
export function openApi(publicUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const { domain, name, route } of routes) {
    const path = route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(domain, name, route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'UPay API',
      version: '1',
      description:
        'Amounts are strings of minor units, times are ISO 8601 in UTC. Errors are RFC 9457 problem+json: `code` is stable, the words are in the language of Accept-Language (zh or en).',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: {
        customerSession: { type: 'apiKey', in: 'cookie', name: '__Host-upay-session' },
        staffSession: { type: 'apiKey', in: 'cookie', name: '__Host-upay-staff' },
        apiKey: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
