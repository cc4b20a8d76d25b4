import { Trans, useLingui } from '@lingui/react/macro';

/** A cloud of steam over a cup, and the name. */
export function Logo() {
  const { i18n } = useLingui();
  return (
    <span className="inline-flex items-center gap-2 sm:gap-2.5">
      <svg
        aria-hidden="true"
        viewBox="0 0 48 48"
        className="size-8 shrink-0 sm:size-9 text-accent-ink"
        fill="none"
      >
        <path
          d="M13 25a6.5 6.5 0 0 1 .6-13A9.5 9.5 0 0 1 32 10.4 7 7 0 0 1 34.5 24"
          stroke="currentColor"
          strokeWidth="3"
          strokeLinecap="round"
        />
        <path d="M11 26h25v6a10 10 0 0 1-10 10h-5a10 10 0 0 1-10-10z" fill="currentColor" />
        <path d="M36 29h2.500a4 4 0 0 1 0 8H35" stroke="currentColor" strokeWidth="2.5" />
      </svg>
      <span className="min-w-0 leading-tight">
        <span className="block truncate font-bold text-body sm:text-title">
          <Trans>云朵咖啡</Trans>
        </span>
        <span
          aria-hidden="true"
          className="block truncate text-[0.6875rem] text-muted uppercase tracking-widest max-sm:hidden"
        >
          {i18n.locale === 'en' ? '云朵咖啡' : 'Cloud Coffee'}
        </span>
      </span>
    </span>
  );
}
