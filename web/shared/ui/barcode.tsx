import encode from 'jsbarcode';
import { useMemo } from 'react';
import { cx } from './cx.ts';

export interface BarcodeProps {
  /** An even number of digits. */
  value: string;
  label: string;
  className?: string;
}

/** Clear space that scanners need on either side, in modules. */
const quiet = 10;

/** A Code 128 (set C) as one SVG path, stretched to its box. Always dark on white: scanners fail on inverted codes. */
export function Barcode({ value, label, className }: BarcodeProps) {
  const { width, path } = useMemo(() => {
    const drawn: { encodings?: Array<{ data: string }> } = {};
    encode(drawn, value, { format: 'CODE128C' });
    const modules = drawn.encodings?.[0]?.data ?? '';
    const bars = Array.from(modules, (module, x) => (module === '1' ? `M${x + quiet} 0h1v1h-1z` : ''));
    return { width: modules.length + 2 * quiet, path: bars.join('') };
  }, [value]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} 1`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      className={cx('rounded-control bg-white text-black', className ?? 'h-20 w-full')}
    >
      <path d={path} fill="currentColor" />
    </svg>
  );
}
