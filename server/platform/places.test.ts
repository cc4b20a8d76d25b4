import { expect, test } from 'vitest';
import { networkOf, placeOf } from './places.ts';

test.each([
  ['127.0.0.1', { kind: 'local' }],
  ['::ffff:192.168.1.20', { kind: 'local' }],
  ['fe80::1%eth0', { kind: 'local' }],
  ['114.114.114.114', { kind: 'country', code: 'CN' }],
  ['8.8.8.8', { kind: 'country', code: 'US' }],
  ['240e::1', { kind: 'country', code: 'CN' }],
  ['not an address', { kind: 'unknown' }],
])('%s is %j', (address, place) => {
  expect(placeOf(address)).toEqual(place);
});

test.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:0db8:0001:2::7', '2001:db8:1::/48'],
  ['2001:db8::7', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
])('%s is part of %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
