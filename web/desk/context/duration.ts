/** Microseconds as people read them: 40 → "<0.1 ms", 840 → "0.8 ms", 12500 → "13 ms", 2400000 → "2.4 s". */
export function formatDuration(microseconds: number): string {
  const milliseconds = microseconds / 1000;
  if (microseconds === 0) return '0 ms';
  if (microseconds < 50) return '<0.1 ms';
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return milliseconds >= 10 ? `${Math.round(milliseconds)} ms` : `${milliseconds.toFixed(1)} ms`;
}
