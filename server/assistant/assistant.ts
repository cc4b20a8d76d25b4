/**
 * Reads what customers write while nobody else attends to them, and answers, starts a guide, asks back or hands off.
 * It works by events alone; it has no callers.
 */
export interface Assistant {
  /** What it would make of a text, for measuring. */
  understand(text: string): Understanding;
}

export interface Understanding {
  language: 'zh' | 'en';
  /** Every intent with its calibrated probability, the likeliest first. */
  ranked: ReadonlyArray<{ intent: string; probability: number }>;
}
