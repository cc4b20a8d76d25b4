import type { Plugin } from 'vite';

/** What a browser needs of a route: where it is, and whether the answer to it is kept under a key. */
const CARRIED = new Set(['method', 'path']);

/**
 * Leaves out of a build what a browser does not use of the contract: the schemas, which the server checks anyway, and
 * with them zod. 20 KB of JavaScript a first visit. Types are not touched, so calls stay checked while one writes them;
 * an app that does use a schema gets it.
 */
export function contractWithoutSchemas(): Plugin {
  return {
    name: 'upay:contract-without-schemas',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: /\/contract\/[a-z]+\.ts$/ },
      handler(code) {
        const edits: { start: number; end: number; text: string }[] = [];
        for (const { start, end, text } of this.parse(code, { lang: 'ts' }).body.flatMap(constantsOf)) {
          edits.push({ start, end, text: text ?? `/* @__PURE__ */ (() => (${code.slice(start, end)}))()` });
        }
        let result = '';
        let place = 0;
        for (const { start, end, text } of edits) {
          result += code.slice(place, start) + text;
          place = end;
        }
        return { code: result + code.slice(place), map: null };
      },
    },
  };
}

type Statement = ReturnType<ThisParameterType<ParseHandler>['parse']>['body'][number];
type ParseHandler = (this: import('vite').Rolldown.PluginContext) => void;

/**
 * The constants of a statement, each with the place of its value. A route is written anew; what else is made by a call
 * is only marked, so that it goes when nothing uses it.
 */
function constantsOf(statement: Statement): { start: number; end: number; text?: string }[] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type !== 'VariableDeclaration') return [];
  return declaration.declarations.flatMap(({ init }) => {
    if (!init) return [];
    const { start, end } = init;
    const isRoute =
      init.type === 'CallExpression' && init.callee.type === 'Identifier' && init.callee.name === 'route';
    const [definition] = isRoute ? init.arguments : [];
    if (definition?.type !== 'ObjectExpression') return [{ start, end }];
    const carried = definition.properties.flatMap((property) =>
      property.type === 'Property' &&
      property.key.type === 'Identifier' &&
      CARRIED.has(property.key.name) &&
      property.value.type === 'Literal'
        ? [`${property.key.name}: ${property.value.raw}`]
        : [],
    );
    return [{ start, end, text: `{ ${carried.join(', ')} }` }];
  });
}
