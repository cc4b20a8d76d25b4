import { Trans } from '@lingui/react/macro';

/** What the shop is, in one glance. */
export function Hero() {
  return (
    <section className="relative mt-4 mb-2 overflow-clip rounded-[1.5rem] bg-[#3b2318] px-6 py-8 text-white sm:px-10 sm:py-14">
      <div className="relative z-10 max-w-[62%] sm:max-w-md">
        <h1 className="text-balance font-bold text-[1.5rem] leading-tight sm:text-[2.25rem]">
          <Trans>云上来，杯中见</Trans>
        </h1>
        <p className="mt-2 text-[#f3d9c6] text-label sm:text-body">
          <Trans>现磨咖啡、手作烘焙和顺手的器具。用 UPay 付款，出了问题也有人帮您解决。</Trans>
        </p>
      </div>
      <HeroPicture />
    </section>
  );
}

/** A cup under a cloud, over the right half. */
function HeroPicture() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 320 240"
      className="absolute -right-8 bottom-0 h-[92%] max-sm:max-h-36 sm:right-6"
      fill="none"
    >
      <circle cx="196" cy="126" r="112" fill="#54331f" />
      <circle cx="196" cy="126" r="82" fill="#6b4127" />
      <path
        d="M122 98a27 27 0 0 1 3-54 42 42 0 0 1 80-9 33 33 0 0 1 47 30 18 18 0 0 1-6 33z"
        fill="#fdf3ea"
      />
      <path
        d="M134 98a20 20 0 0 1 2-40 31 31 0 0 1 44-22"
        stroke="#f0dccb"
        strokeWidth="5"
        strokeLinecap="round"
      />
      <path
        d="M168 112q-10 12 0 22M196 110q-10 13 0 26M224 112q-10 12 0 22"
        stroke="#f6cfa8"
        strokeWidth="5"
        strokeLinecap="round"
      />
      <ellipse cx="196" cy="214" rx="98" ry="14" fill="#2a180f" />
      <ellipse cx="196" cy="206" rx="90" ry="12" fill="#f7e6d6" />
      <path d="M136 146h120v16a56 46 0 0 1-56 46h-8a56 46 0 0 1-56-46z" fill="#fffaf5" />
      <path d="M136 146h120v8a60 12 0 0 1-120 0z" fill="#e9d3bf" />
      <ellipse cx="196" cy="147" rx="60" ry="11" fill="#7a4525" />
      <path d="M176 147a20 6 0 0 1 40 0 20 4 0 0 1-40 0z" fill="#f4dcc4" />
      <path d="M255 156h9a16 16 0 0 1 0 32h-15" stroke="#fffaf5" strokeWidth="9" />
    </svg>
  );
}
