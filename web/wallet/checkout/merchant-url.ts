/**
 * Where the merchant wants its customer back, told which order it is about. Undefined for what is no web address: the
 * merchant gave it, so it is not to be trusted with more than leading away.
 */
export function merchantUrl(url: string | undefined, checkoutSessionId: string): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const address = new URL(url);
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return undefined;
  address.searchParams.set('checkoutSessionId', checkoutSessionId);
  return address.href;
}
