import { expect, test } from 'vitest';
import { isWeakPassword } from './password-strength.ts';

const owner = { name: 'Wei 张伟', phone: '13800138000' };

test.each([
  'woaini1314',
  'WoAiNi520',
  'password',
  'P@ssw0rd123',
  'qwertyuiop',
  '1qaz2wsx',
  'zaq1xsw2',
  'abc12345678',
  '5201314520',
  '19900101',
  '1234567890',
  'aaaaaaaaaaaaaaaaaaaa',
  'wo'.repeat(128),
  'xk7qxk7q',
  'zhangwei1990',
  'lihua19900101',
  'wangxiaoming520',
  'upay-wallet-upay',
  'UPay2026',
  'upay13800138000',
  '38001380',
  '张伟19850214',
  'ｐａｓｓｗｏｒｄ１２３',
  '12345678Upay',
  '83920175',
])('%s is easy to guess', (password) => {
  expect(isWeakPassword(password, owner)).toBe(true);
});

test.each([
  'xk7Qm2pz',
  'Demo-pass-2026',
  'Desk-pass-2026',
  'correct horse battery staple',
  'gdtkqvbnwrlzmxphfcsj',
  '春眠不觉晓处处闻啼鸟',
  'ein kleines blaues Haus am See',
  '739104826503194728',
  '🦊🚲🌵🎻🧊🪁🥁🧭',
])('%s is not', (password) => {
  expect(isWeakPassword(password, owner)).toBe(false);
});

test('the longest password allowed is judged in no time', () => {
  const started = performance.now();
  isWeakPassword('woaini520'.repeat(28), owner);
  isWeakPassword('wo1ai2ni3'.repeat(2) + '张伟0138upay'.repeat(20), owner);
  isWeakPassword(Array.from({ length: 256 }, (_, index) => index % 10).join(''), owner);
  expect(performance.now() - started).toBeLessThan(250);
});
