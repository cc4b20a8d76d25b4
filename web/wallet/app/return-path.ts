/** Where a detour goes back to: this page's path and search. */
export function returnPath(): string {
  return `${location.pathname}${location.search}`;
}

/** A path inside the wallet, or the home screen: an address from outside never leads away. */
export function safeReturn(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])/.test(path) ? path : '/';
}
