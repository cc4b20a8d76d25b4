/** What stands for a masked name in a round picture: 王* → 王, *芳 → 芳, E** B** → E. */
export function maskedInitial(maskedName: string): string {
  return maskedName.replaceAll('*', '').trim() || '·';
}
