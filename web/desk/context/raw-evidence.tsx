import { Trans } from '@lingui/react/macro';

/** What was recorded, as it was recorded. */
export function RawEvidence({ evidence }: { evidence: Record<string, unknown> }) {
  if (Object.keys(evidence).length === 0) return null;
  return (
    <details className="mt-1">
      <summary className="w-fit cursor-pointer rounded text-caption text-muted hover:text-ink">
        <Trans>原始记录</Trans>
      </summary>
      <pre className="mt-1 max-h-64 overflow-auto rounded-control bg-sunken p-2 font-mono text-[0.6875rem] text-ink leading-relaxed">
        {JSON.stringify(evidence, null, 2)}
      </pre>
    </details>
  );
}
