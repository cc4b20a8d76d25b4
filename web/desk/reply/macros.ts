import { queryOptions } from '@tanstack/react-query';
import { listMacros, type Macro, type MacroVariable } from '../../../contract/agent-hands.ts';
import { call } from '../../shared/api.ts';

export const macrosQuery = queryOptions({
  queryKey: ['macros'],
  queryFn: async ({ signal }) => (await call(listMacros, { signal })).macros,
  staleTime: 5 * 60_000,
});

/** What is typed behind a slash that begins the text; undefined when the composer holds something else. */
export function slashQuery(text: string): string | undefined {
  return /^\/([^\s/]{0,30})$/u.exec(text)?.[1];
}

/** Macros whose shortcut begins with, or whose title in either language contains, what was typed. */
export function matchMacros(macros: readonly Macro[], query: string): Macro[] {
  const wanted = query.toLowerCase();
  return macros.filter(
    ({ shortcut, title }) =>
      shortcut.toLowerCase().startsWith(wanted) ||
      title.zh.includes(wanted) ||
      title.en.toLowerCase().includes(wanted),
  );
}

/** Fills in what is known; what is not stays in braces, for the agent to see. */
export function fillIn(text: string, known: Readonly<Partial<Record<MacroVariable, string>>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (braces, name: string) => known[name as MacroVariable] ?? braces);
}
