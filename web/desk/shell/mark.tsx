/** UPay's mark, as in the browser's tab. Decoration: the name stands beside it. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true" className={className}>
      <rect width="64" height="64" rx="16" className="fill-accent" />
      <path
        d="M20 17v17a12 12 0 0 0 24 0V17"
        fill="none"
        strokeWidth="7"
        strokeLinecap="round"
        className="stroke-on-accent"
      />
    </svg>
  );
}
