import { expect, test } from 'vitest';
import { statusOf } from '../../../contract/problem.ts';
import { routes } from '../../../contract/routes.ts';
import { errorsOf, openApi } from './openapi.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- the document is looked at as its readers get it: as JSON
const document: any = JSON.parse(JSON.stringify(openApi('https://upay.test')));

type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  security: Array<Record<string, string[]>>;
  parameters: Array<{ name: string; in: string; required: boolean; schema: object }>;
  requestBody?: { required: boolean; content: Record<string, { schema: Json }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: Json }> }>;
};
type Json = Record<string, unknown>;

const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Every object in the document, with the way to it. */
function* objectsIn(value: unknown, way = '#'): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [way, value as Json];
  for (const [key, member] of Object.entries(value)) yield* objectsIn(member, `${way}/${key}`);
}

test('it is OpenAPI 3.1, says where it is and how to read it', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d+$/);
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  expect(document.servers).toEqual([{ url: 'https://upay.test' }]);
});

test('every route of the contract is in it, and nothing else', () => {
  const described = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  const contracted = routes.map(
    ({ route }) => `${route.method} ${route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}`,
  );
  expect(described.toSorted()).toEqual(contracted.toSorted());
  expect(contracted.length).toBeGreaterThan(40);
});

test('operations are named once, and described', () => {
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { operation } of operations) {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(operation.summary).toMatch(/^\S.*\.$/s);
    expect(operation.tags).toHaveLength(1);
  }
});

test('the parameters of a path are those it names, and a parameter is named once', () => {
  for (const { path, operation } of operations) {
    const named = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => name)).toEqual(named);
    expect(inPath.every(({ required }) => required)).toBe(true);
    const all = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`);
    expect(new Set(all).size).toBe(all.length);
    for (const parameter of operation.parameters) {
      expect(['path', 'query', 'header']).toContain(parameter.in);
      expect(parameter.schema).toBeTypeOf('object');
    }
  }
});

test('each operation has one success of the contract’s status, and its refusals as problems', () => {
  for (const { domain, name, route } of routes) {
    const operation = operations.find((each) => each.operation.operationId === name)?.operation as Operation;
    expect(operation.tags).toEqual([domain]);
    const success = String(route.status ?? (route.result === undefined && !route.download ? 204 : 200));
    const statuses = Object.keys(operation.responses);
    expect(statuses.filter((status) => status.startsWith('2'))).toEqual([success]);
    expect(operation.responses[success]?.content !== undefined).toBe(
      route.result !== undefined || route.download === true,
    );
    const codes = errorsOf(route);
    expect(codes).toEqual(expect.arrayContaining([...route.errors]));
    expect(codes.some((code) => statusOf(code) === 401)).toBe(
      route.caller !== 'public' || route.errors.some((code) => statusOf(code) === 401),
    );
    if (route.body ?? route.query ?? route.params) expect(codes).toContain('invalid_request');
    const refusals = new Set(codes.map((code) => String(statusOf(code))));
    expect(new Set(statuses.filter((status) => !status.startsWith('2')))).toEqual(refusals);
    for (const status of refusals)
      expect(operation.responses[status]?.content).toEqual({
        'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
      });
    for (const code of codes)
      expect(operation.responses[String(statusOf(code))]?.description).toContain(`\`${code}\``);
    expect(operation.requestBody?.required).toBe(
      route.body === undefined && route.upload === undefined ? undefined : true,
    );
    const key = operation.parameters.some((parameter) => parameter.name === 'Idempotency-Key');
    expect(key).toBe(route.idempotent === true);
  }
});

test('who may call is told by schemes that exist', () => {
  const schemes = Object.keys(document.components.securitySchemes);
  for (const { name, route } of routes) {
    const operation = operations.find((each) => each.operation.operationId === name)?.operation as Operation;
    const asked = operation.security.flatMap((requirement) => Object.keys(requirement));
    expect(asked).toHaveLength(route.caller === 'public' ? 0 : 1);
    for (const scheme of asked) expect(schemes).toContain(scheme);
  }
});

test('every reference leads somewhere within the document', () => {
  let references = 0;
  for (const [way, { $ref }] of objectsIn(document)) {
    if (typeof $ref !== 'string') continue;
    references++;
    expect($ref, way).toMatch(/^#\//);
    const target = $ref
      .slice(2)
      .split('/')
      .reduce<unknown>(
        (at, key) => (at as Json | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
        document,
      );
    expect(target, `${way} leads to ${$ref}`).toBeTypeOf('object');
  }
  expect(references).toBeGreaterThan(40);
});

test('schemas use the words of JSON Schema, and what is sent is closed to unknown members', () => {
  const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
  for (const [way, { type, pattern, required, properties, enum: values }] of objectsIn(document)) {
    if (/\/(properties|paths|responses|content|callbacks|securitySchemes(\/[^/]+)?)$/.test(way)) continue;
    if (typeof type === 'string' && !way.includes('securitySchemes'))
      expect(types.has(type), `${way}: ${type}`).toBe(true);
    if (typeof pattern === 'string') expect(() => new RegExp(pattern, 'u'), way).not.toThrow();
    if (Array.isArray(required) && properties)
      for (const name of required) expect(properties, way).toHaveProperty(name);
    if (values !== undefined) expect((values as unknown[]).length, way).toBeGreaterThan(0);
  }
  for (const { operation } of operations) {
    if (operation.requestBody === undefined) continue;
    if (operation.requestBody.content['application/octet-stream'] !== undefined) continue;
    const { schema } = operation.requestBody.content['application/json'] as { schema: Json };
    const bodies = (schema.oneOf ?? schema.anyOf ?? [schema]) as Json[];
    for (const body of bodies) expect(body.additionalProperties, operation.operationId).toBe(false);
  }
});
