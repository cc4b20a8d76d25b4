/** What a person does; a page that reads by itself does none of these. */
export const actEvents = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

/** Opening the page was one. */
let lastAct = Date.now();

if (typeof window !== 'undefined')
  for (const event of actEvents)
    window.addEventListener(event, () => (lastAct = Date.now()), { passive: true, capture: true });

/** Whether somebody has pressed, typed or scrolled here within so many milliseconds. */
export function actedWithin(milliseconds: number): boolean {
  return Date.now() - lastAct <= milliseconds;
}
