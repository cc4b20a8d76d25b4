import { expect, test } from 'vitest';
import { importProblem, importsOf } from './imports.ts';
import { readSourceFiles } from './source-files.ts';

test('every file imports only what its place in the house allows', () => {
  const files = readSourceFiles(['ts', 'tsx', 'js', 'mjs']);
  expect(files.length).toBeGreaterThan(50);
  const problems = files.flatMap((file) => importsOf(file).map((found) => importProblem(file.path, found)));
  expect(problems.filter(Boolean)).toEqual([]);
});

test.each([
  ['server/payments/pay.ts', 'server/payments/failure.ts'],
  ['server/payments/pay.ts', 'server/ledger/ledger.ts'],
  ['server/payments/pay.ts', 'server/platform/database/database.ts'],
  ['server/payments/pay.ts', 'contract/money.ts'],
  ['server/payments/pay.test.ts', 'tests/support/database.ts'],
  ['server/payments/pay.test.ts', 'server/support/support.ts'],
  ['server/payments/pay.test.ts', 'server/app.ts'],
  ['server/rails/sandbox/card.ts', 'server/rails/rail.ts'],
  ['server/app.ts', 'server/guides/guides.ts'],
  ['server/main.ts', 'server/app.ts'],
  ['scripts/demo.ts', 'scripts/demo-logins.ts'],
  ['web/wallet/pay/pay.tsx', 'web/shared/ui/button.tsx'],
  ['web/wallet/pay/pay.tsx', 'web/wallet/app.css'],
  ['web/shared/api.ts', 'contract/routes.ts'],
  ['sandbox/main.ts', 'sandbox/config.ts'],
  ['scripts/start.ts', 'scripts/postgres.ts'],
  ['tests/journeys/pay.spec.ts', 'tests/support/journey.ts'],
  ['tests/simulation/money.test.ts', 'server/ledger/queries.ts'],
])('%s may import %s', (from, to) => {
  expect(importProblem(from, { to, typeOnly: false })).toBeUndefined();
});

test.each([
  ['server/ledger/post.ts', 'server/payments/payments.ts'],
  ['server/payments/pay.ts', 'server/ledger/queries.ts'],
  ['server/payments/pay.test.ts', 'server/ledger/queries.ts'],
  ['server/payments/pay.ts', 'server/config.ts'],
  ['server/payments/pay.ts', 'tests/support/database.ts'],
  ['server/payments/pay.ts', 'scripts/demo-logins.ts'],
  ['server/payments/pay.ts', 'server/platform/testing.ts'],
  ['server/platform/jobs/jobs.ts', 'server/identity/identity.ts'],
  ['server/cards/cards.ts', 'server/ledger/ledger.ts'],
  ['server/app.ts', 'server/payments/routes.ts'],
  ['server/app.ts', 'sandbox/outcomes.ts'],
  ['web/wallet/pay/pay.tsx', 'web/desk/queue.tsx'],
  ['web/shared/api.ts', 'web/wallet/main.tsx'],
  ['web/wallet/pay/pay.tsx', 'server/payments/payments.ts'],
  ['contract/payments.ts', 'server/payments/payments.ts'],
  ['sandbox/main.ts', 'contract/money.ts'],
  ['sandbox/main.ts', 'scripts/processes.ts'],
  ['scripts/start.ts', 'server/config.ts'],
])('%s may not import %s', (from, to) => {
  expect(importProblem(from, { to, typeOnly: false })).toBeTypeOf('string');
});

test('the shape of the configuration may be known everywhere in the server', () => {
  const config = { to: 'server/config.ts', typeOnly: true };
  expect(importProblem('server/platform/http/http.ts', config)).toBeUndefined();
  expect(importProblem('sandbox/main.ts', config)).toBeTypeOf('string');
});

test('imports of every form are seen, and packages are not', () => {
  const text = `
    import type { Money } from '../../contract/money.ts';
    import './side-effect.css';
    import { z } from 'zod';
    export * from './all.ts';
    export type { Named } from './named.ts';
    import { type Half, whole } from './half.ts';
    const lazy = () => import('../ledger/lazy.ts');
    type Typed = import('../ledger/typed.ts').Typed;
    export const element = <b>import { no } from './text.ts'</b>;`;
  const found = importsOf({ path: 'server/payments/example.tsx', text });
  expect(found.toSorted((one, other) => (one.to < other.to ? -1 : 1))).toEqual([
    { to: 'contract/money.ts', typeOnly: true },
    { to: 'server/ledger/lazy.ts', typeOnly: false },
    { to: 'server/ledger/typed.ts', typeOnly: false },
    { to: 'server/payments/all.ts', typeOnly: false },
    { to: 'server/payments/half.ts', typeOnly: false },
    { to: 'server/payments/named.ts', typeOnly: true },
    { to: 'server/payments/side-effect.css', typeOnly: false },
  ]);
});
