import { useParams, useSearch } from '@tanstack/react-router';

/** A text in the address's search, as routes.tsx lets it through. */
export function useSearchText(name: string): string | undefined {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const value = search[name];
  return typeof value === 'string' ? value : undefined;
}

/** A part of the address's path: `useParam('id')` on /payments/$id. */
export function useParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false });
  return params[name] ?? '';
}
