import { expect, test } from 'vitest';
import { newId } from '../platform/ids.ts';
import { assertStaffMay, staffMay } from './permissions.ts';

const staff = (role: Parameters<typeof staffMay>[0]['role']) => ({ staffId: newId(), role });

test('a role may what its lines say and nothing else', () => {
  expect(staffMay(staff('agent'), 'work', 'conversation')).toBe(true);
  expect(staffMay(staff('agent'), 'read_any', 'conversation')).toBe(false);
  expect(staffMay(staff('supervisor'), 'read_any', 'conversation')).toBe(true);
  expect(staffMay(staff('finance'), 'run', 'reconciliation')).toBe(true);
  expect(staffMay(staff('auditor'), 'view', 'books')).toBe(true);
  expect(staffMay(staff('agent'), 'view', 'books')).toBe(false);
  for (const role of ['finance', 'knowledge_editor', 'auditor'] as const) {
    expect(staffMay(staff(role), 'work', 'conversation'), role).toBe(false);
    expect(staffMay(staff(role), 'unmask', 'customer'), role).toBe(false);
  }
  expect(() => assertStaffMay(staff('agent'), 'export', 'audit')).toThrow('not_allowed');
});

test('nobody approves what they asked for, whatever their role', () => {
  const supervisor = staff('supervisor');
  expect(staffMay(supervisor, 'approve', 'goodwill', newId())).toBe(true);
  expect(staffMay(supervisor, 'approve', 'goodwill', supervisor.staffId)).toBe(false);
  expect(staffMay(staff('agent'), 'approve', 'goodwill', newId())).toBe(false);
});
