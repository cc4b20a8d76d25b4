/** The mark and the name. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2.5 font-bold text-[1.375rem] tracking-tight">
      <svg aria-hidden="true" viewBox="0 0 64 64" className="size-8 text-accent">
        <rect width="64" height="64" rx="16" fill="currentColor" />
        <path
          d="M20 17v17a12 12 0 0 0 24 0V17"
          fill="none"
          stroke="#fff"
          strokeWidth="7"
          strokeLinecap="round"
        />
      </svg>
      UPay
    </span>
  );
}
