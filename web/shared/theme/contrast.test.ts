import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Text token → every background it may stand on. A new text token must be added here (checked below). */
const PAIRS: Record<string, string[]> = {
  ink: [
    'page',
    'surface',
    'raised',
    'sunken',
    'pressed',
    'accent-soft',
    'danger-soft',
    'warning-soft',
    'success-soft',
  ],
  muted: ['page', 'surface', 'raised', 'sunken', 'pressed', 'accent-soft'],
  'on-accent': ['accent', 'accent-hover'],
  'accent-ink': ['page', 'surface', 'raised', 'sunken', 'accent-soft'],
  'on-hero': ['hero'],
  'on-danger': ['danger', 'danger-hover'],
  'danger-ink': ['page', 'surface', 'raised', 'sunken', 'danger-soft'],
  'warning-ink': ['page', 'surface', 'raised', 'warning-soft'],
  'on-success': ['success'],
  'success-ink': ['page', 'surface', 'raised', 'success-soft'],
  'income-ink': ['page', 'surface', 'raised'],
  'on-inverse': ['inverse'],
};

/** Edges of controls and the focus ring: 3:1 is enough (WCAG 1.4.11). */
const EDGES: Record<string, string[]> = {
  'line-strong': ['surface', 'raised', 'page'],
  focus: ['surface', 'raised', 'page', 'sunken'],
};

const brand = declarations(stylesheet('brand.css'));
const [lightBlock, darkBlock] = stylesheet('semantic.css').split('[data-theme="dark"]');
const themes = {
  light: { ...brand, ...declarations(lightBlock ?? '') },
  dark: { ...brand, ...declarations(darkBlock ?? '') },
};

for (const [theme, tokens] of Object.entries(themes)) {
  describe(`contrast in the ${theme} theme`, () => {
    for (const [pairs, least] of [
      [PAIRS, 4.5],
      [EDGES, 3],
    ] as const) {
      for (const [text, backgrounds] of Object.entries(pairs)) {
        for (const background of backgrounds) {
          it(`${text} on ${background} is at least ${least}:1`, () => {
            expect(contrast(colour(tokens, text), colour(tokens, background))).toBeGreaterThanOrEqual(least);
          });
        }
      }
    }

    it('every text token has its backgrounds listed', () => {
      const textTokens = Object.keys(tokens).filter(
        (name) => name.startsWith('on-') || name.endsWith('-ink'),
      );
      expect(textTokens.filter((name) => !(name in PAIRS))).toEqual([]);
    });
  });
}

it('both themes define the same tokens', () => {
  expect(Object.keys(declarations(darkBlock ?? '')).sort()).toEqual(
    Object.keys(declarations(lightBlock ?? '')).sort(),
  );
});

function stylesheet(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
}

function declarations(css: string): Record<string, string> {
  return Object.fromEntries(
    [...css.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((m) => [m[1] ?? '', m[2]?.trim() ?? '']),
  );
}

/** A token's colour as [r, g, b], following var() references. */
function colour(tokens: Record<string, string>, name: string): [number, number, number] {
  const value = tokens[name];
  const reference = value?.match(/^var\(--([\w-]+)\)$/)?.[1];
  if (reference) return colour(tokens, reference);
  const hex = value?.match(/^#([0-9a-f]{6})$/i)?.[1];
  if (!hex) throw new Error(`--${name} is not a plain colour: ${value}`);
  const n = Number.parseInt(hex, 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

function luminance(rgb: [number, number, number]): number {
  const [r, g, b] = rgb.map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(a: [number, number, number], b: [number, number, number]): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}
