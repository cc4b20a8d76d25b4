import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { routes } from '../../contract/routes.ts';
import { passkeyResponseSchema } from '../../contract/sign-in.ts';

const definitionOf = (schema: z.core.$ZodType) => {
  const { _zod: internals } = schema as z.core.$ZodTypes;
  return internals.def;
};

/** Where a schema lets pass what it does not know, as paths. */
function openPlaces(schema: z.core.$ZodType, at: string): string[] {
  // WebAuthn's own, which grows with the browsers; the library that verifies it reads it.
  if (schema === passkeyResponseSchema) return [];
  const def = definitionOf(schema);
  switch (def.type) {
    case 'object': {
      const isStrict = def.catchall !== undefined && definitionOf(def.catchall).type === 'never';
      const inside = Object.entries(def.shape).flatMap(([key, field]) => openPlaces(field, `${at}.${key}`));
      return isStrict ? inside : [at, ...inside];
    }
    case 'union':
      return def.options.flatMap((option) => openPlaces(option, at));
    case 'record':
      return definitionOf(def.keyType).type === 'enum' ? openPlaces(def.valueType, at) : [`${at} (record)`];
    case 'array':
      return openPlaces(def.element, `${at}[]`);
    case 'optional':
    case 'nullable':
    case 'default':
      return openPlaces(def.innerType, at);
    case 'pipe':
      return [...openPlaces(def.in, at), ...openPlaces(def.out, at)];
    case 'string':
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
    case 'null':
    case 'transform':
      return [];
    default:
      return [`${at} (${def.type})`];
  }
}

test('every body and query of every route refuses fields it does not know, at any depth', () => {
  const open = routes.flatMap(({ domain, name, route: { body, query } }) => [
    ...(body === undefined ? [] : openPlaces(body, `${domain}.${name} body`)),
    ...(query === undefined ? [] : openPlaces(query, `${domain}.${name} query`)),
  ]);
  expect(open).toEqual([]);
  expect(routes.filter(({ route: { body } }) => body !== undefined).length).toBeGreaterThan(90);
});

test('the walk finds what is open', () => {
  const schema = z.strictObject({ list: z.array(z.optional(z.object({ n: z.unknown() }))) });
  expect(openPlaces(schema, 'body')).toEqual(['body.list[]', 'body.list[].n (unknown)']);
});
