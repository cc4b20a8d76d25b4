import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSealing } from './sealing.ts';

const key = randomBytes(32);
const sealing = createSealing(key, 'test');

test('what is sealed opens where it belongs, and reads differently each time', () => {
  const [one, other] = [sealing.seal('秘密 secret', 'a'), sealing.seal('秘密 secret', 'a')];
  expect(sealing.open(one, 'a')).toBe('秘密 secret');
  expect(one.equals(other)).toBe(false);
  expect(one.includes(Buffer.from('secret'))).toBe(false);
});

test('nothing opens that was changed, moved, cut, or sealed under another key or purpose', () => {
  const sealed = sealing.seal('secret', 'a');
  for (let place = 0; place < sealed.length; place++) {
    const changed = Buffer.from(sealed);
    changed[place] = (changed[place] as number) ^ 1;
    expect(() => sealing.open(changed, 'a')).toThrow();
  }
  expect(() => sealing.open(sealed, 'b')).toThrow();
  expect(() => sealing.open(sealed.subarray(0, 20), 'a')).toThrow();
  expect(() => createSealing(randomBytes(32), 'test').open(sealed, 'a')).toThrow();
  expect(() => createSealing(key, 'other').open(sealed, 'a')).toThrow();
});
