import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api.ts';
import { type CatalogueLoaders, startI18n } from './i18n/i18n.ts';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { Toasts } from './ui/toast.tsx';

/** The one cache of server state in a page. Commands are never repeated by themselves: a payment is not a GET. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server refuses it refuses again.
      retry: (failures, error) => failures < 1 && !(error instanceof ApiProblem && error.status < 500),
    },
    mutations: { retry: false },
  },
});

/**
 * Starts an app: language, server state, toasts and the last error boundary around `children`.
 * @param onCrash told of every error thrown while rendering, whichever boundary caught it
 */
export async function mountApp(
  children: ReactNode,
  catalogues: CatalogueLoaders,
  onCrash?: (error: unknown) => void,
): Promise<void> {
  const element = document.getElementById('root');
  if (!element) throw new Error('index.html has no #root');
  try {
    await startI18n(catalogues);
  } catch {
    // No catalogue, so no translated text either.
    element.textContent = '网络连接失败，请刷新重试。 Connection failed. Please reload.';
    return;
  }
  const options = onCrash && { onCaughtError: onCrash, onUncaughtError: onCrash };
  createRoot(element, options).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <ErrorBoundary>
          <QueryClientProvider client={queryClient}>
            {children}
            <Toasts />
          </QueryClientProvider>
        </ErrorBoundary>
      </I18nProvider>
    </StrictMode>,
  );
}
