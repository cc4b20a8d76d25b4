import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BlockList, isIP } from 'node:net';
import { type CountryResponse, Reader } from 'mmdb-lib';

/** Where an address is, as far as public registries tell: the country; nothing finer, and nobody is asked. */
export type Place = { kind: 'local' } | { kind: 'country'; code: string } | { kind: 'unknown' };

const local = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const)
  local.addSubnet(network, prefix);
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  local.addSubnet(network, prefix, 'ipv6');

// A table of 8 MB that never changes while we run: read when first needed, once a process.
let reader: Reader<CountryResponse> | undefined;

function openTable(): Reader<CountryResponse> {
  const file = createRequire(import.meta.url).resolve(
    '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb',
  );
  return new Reader<CountryResponse>(readFileSync(file));
}

/** IPv4 in IPv6's clothes is IPv4. */
export function plainAddress(address: string): string {
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address.split('%')[0] ?? '';
}

export function placeOf(address: string): Place {
  const plain = plainAddress(address);
  const family = isIP(plain);
  if (family === 0) return { kind: 'unknown' };
  if (local.check(plain, family === 4 ? 'ipv4' : 'ipv6')) return { kind: 'local' };
  reader ??= openTable();
  const found = reader.get(plain) as { country_code?: string; country?: { iso_code?: string } } | null;
  const code = found?.country_code ?? found?.country?.iso_code;
  return code === undefined ? { kind: 'unknown' } : { kind: 'country', code };
}

/** The network an address is part of: its /24, or its /48 in IPv6, as CIDR text. */
export function networkOf(address: string): string {
  const plain = plainAddress(address);
  if (isIP(plain) !== 6) return plain.replace(/\.\d+$/, '.0/24');
  const [left = '', right] = plain.toLowerCase().split('::');
  const groups = left === '' ? [] : left.split(':');
  const after = right ? right.split(':') : [];
  while (right !== undefined && groups.length + after.length < 8) groups.push('0');
  const prefix = [...groups, ...after].slice(0, 3).map((group) => group.replace(/^0+(?=.)/, ''));
  return `${prefix.join(':')}::/48`;
}
