/** Below this the desk shows one region at a time, for fingers. The same width as Tailwind's `md`. */
const NARROW = '(max-width: 767.98px)';

/** Compact where there is room for four regions, touch-sized on phones; follows the window. */
export function followDensity(): void {
  const narrow = matchMedia(NARROW);
  const apply = () => {
    document.documentElement.dataset.density = narrow.matches ? 'touch' : 'compact';
  };
  apply();
  narrow.addEventListener('change', apply);
}
