/** Whether somebody is typing an email rather than a phone: a letter or an @ shows it. */
export function isEmailLike(text: string): boolean {
  return /[@\p{L}]/u.test(text);
}
