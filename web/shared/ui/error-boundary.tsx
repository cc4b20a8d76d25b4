import { Trans } from '@lingui/react/macro';
import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';

/** Shows a way out instead of a blank page when a component throws while rendering. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children;
    return (
      <ErrorState
        title={<Trans>页面出错了</Trans>}
        detail={<Trans>重新打开页面通常就能恢复。您的资金不受影响。</Trans>}
        onRetry={() => window.location.reload()}
      />
    );
  }
}
