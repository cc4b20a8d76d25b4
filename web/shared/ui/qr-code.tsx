import { useMemo } from 'react';
import { encode } from 'uqr';
import { cx } from './cx.ts';

export interface QrCodeProps {
  /** What the code says. */
  value: string;
  /** What it is for, for those who can't see it. */
  label: string;
  className?: string;
}

/** A QR code as one SVG path. Always dark on white: scanners fail on inverted codes. */
export function QrCode({ value, label, className }: QrCodeProps) {
  const { size, path } = useMemo(() => {
    const code = encode(value, { ecc: 'M', border: 2 });
    const cells = code.data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : [])));
    return { size: code.size, path: cells.join('') };
  }, [value]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={cx('rounded-control bg-white text-black', className ?? 'size-48')}
    >
      <path d={path} fill="currentColor" />
    </svg>
  );
}
