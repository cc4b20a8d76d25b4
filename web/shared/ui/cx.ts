/**
 * Joins class names, leaving out what is falsy. It does not resolve conflicts: a caller's className is for layout
 * (margin, width, grid place), looks are chosen by props.
 */
export function cx(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ');
}
