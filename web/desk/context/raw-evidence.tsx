import { Trans } from '@lingui/react/macro';
import { Braces } from 'lucide-react';

/** What was recorded, as it was recorded. */
export function RawEvidence({ evidence }: { evidence: Record<string, unknown> }) {
  if (Object.keys(evidence).length === 0) return null;
  return (
    <pre
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling part must be reachable by keyboard
      tabIndex={0}
      className="mt-1 max-h-64 overflow-auto rounded-control bg-sunken p-2 font-mono text-[0.6875rem] text-ink leading-relaxed"
    >
      {JSON.stringify(evidence, null, 2)}
    </pre>
  );
}

/** Shows the raw records under the words. */
export function RawSwitch({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={() => onChange(!on)}
      className="mt-3 inline-flex min-h-target items-center gap-1.5 rounded px-1 text-caption text-muted hover:text-ink"
    >
      <Braces aria-hidden="true" className="size-3.5" />
      {on ? <Trans>收起原始记录</Trans> : <Trans>显示原始记录</Trans>}
    </button>
  );
}
