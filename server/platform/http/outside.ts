import { lookup } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What came of a request to an address that somebody else chose. */
export type OutsideAnswer =
  | { kind: 'answered'; status: number; body: string }
  /** `forbidden_address`, `timeout`, `response_too_large`, or Node's own code: ECONNREFUSED, ENOTFOUND, … */
  | { kind: 'failed'; reason: string };

export interface OutsideRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** For all of it: name, connection, answer. */
  timeoutMilliseconds: number;
  maximumResponseBytes: number;
  /** Origins on this very machine that are allowed. */
  loopbackOrigins: readonly string[];
}

class ForbiddenAddressError extends Error {
  readonly code = 'forbidden_address';
}

/** Addresses anybody on the internet may have; private, local, reserved and translated ones are not. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}

/** Whether a URL may be called at all, as far as its text tells: what its name resolves to is looked at when connecting. */
export function isOutsideUrl(text: string, loopbackOrigins: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.hash !== '') return false;
  if (loopbackOrigins.includes(url.origin)) return true;
  const host = hostOf(url);
  return url.protocol === 'https:' && (isIP(host) === 0 || isPublicAddress(host)) && host.includes('.');
}

const hostOf = (url: URL) => url.hostname.replace(/^\[|\]$/g, '');

/**
 * Resolves a name and refuses it when any of its addresses is not allowed. The connection is made to the addresses checked
 * here and to no others, so that a name which changes its mind in between (DNS rebinding) gains nothing.
 */
function lookupOnly(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address)))
        return callback(new ForbiddenAddressError('forbidden address'), '', 0);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/**
 * POSTs to an address that somebody else chose: only to public ones, by a connection of its own, without following
 * redirects, within limits of time and size. Never throws for what the network does.
 */
export function postOutside(request: OutsideRequest): Promise<OutsideAnswer> {
  const { promise, resolve } = Promise.withResolvers<OutsideAnswer>();
  if (!isOutsideUrl(request.url, request.loopbackOrigins))
    return Promise.resolve({ kind: 'failed', reason: 'forbidden_address' });
  const url = new URL(request.url);
  const isAllowed = request.loopbackOrigins.includes(url.origin) ? isLoopbackAddress : isPublicAddress;
  const host = hostOf(url);
  // An address is not looked up, so it is checked here.
  if (isIP(host) !== 0 && !isAllowed(host))
    return Promise.resolve({ kind: 'failed', reason: 'forbidden_address' });

  const { request: send } = url.protocol === 'https:' ? https : http;
  const timeout = AbortSignal.timeout(request.timeoutMilliseconds);
  const outgoing = send(url, {
    method: 'POST',
    headers: { ...request.headers, 'content-length': String(Buffer.byteLength(request.body)) },
    agent: false,
    lookup: lookupOnly(isAllowed),
    signal: timeout,
    maxHeaderSize: 16 * 1024,
  });
  const fail = (error: NodeJS.ErrnoException): void =>
    resolve({ kind: 'failed', reason: timeout.aborted ? 'timeout' : (error.code ?? 'failed') });
  outgoing.on('error', fail);
  outgoing.on('response', (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= request.maximumResponseBytes) return;
      resolve({ kind: 'failed', reason: 'response_too_large' });
      outgoing.destroy();
    });
    response.on('end', () =>
      resolve({
        kind: 'answered',
        status: response.statusCode ?? 0,
        body: Buffer.concat(chunks).toString('utf8'),
      }),
    );
    response.on('error', fail);
    response.on('close', () => resolve({ kind: 'failed', reason: 'ECONNRESET' }));
  });
  outgoing.end(request.body);
  return promise;
}
