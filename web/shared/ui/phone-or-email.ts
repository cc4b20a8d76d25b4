/** Whether somebody is typing an email rather than a phone: a letter or an @ shows it. */
export function isEmailLike(text: string): boolean {
  return /[@\p{L}]/u.test(text);
}

/** What a request names the account by, of what was entered. */
export function namedBy(address: string): { phone: string } | { email: string } {
  return isEmailLike(address) ? { email: address } : { phone: address };
}
