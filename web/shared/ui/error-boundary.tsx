import { Trans } from '@lingui/react/macro';
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { ErrorState } from './error-state.tsx';

export interface ErrorBoundaryProps {
  children: ReactNode;
  /** Told of each crash: for the crash report. */
  onCrash?: (error: unknown, info: ErrorInfo) => void;
}

/** Shows a way out instead of a blank page when a component throws while rendering. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError(): { crashed: boolean } {
    return { crashed: true };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onCrash?.(error, info);
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
