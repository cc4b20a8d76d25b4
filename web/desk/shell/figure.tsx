import type { ReactNode } from 'react';

/** A number that one looks at from afar. */
export function Figure({ name, value, detail }: { name: ReactNode; value: ReactNode; detail?: ReactNode }) {
  return (
    <div className="rounded-card bg-surface p-card shadow-card">
      <dt className="text-caption text-muted">{name}</dt>
      <dd className="tabular mt-1 font-semibold text-title">{value}</dd>
      {detail && <dd className="mt-0.5 text-caption text-muted">{detail}</dd>}
    </div>
  );
}
