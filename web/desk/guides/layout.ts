import { Graph, layout } from '@dagrejs/dagre';
import type { GuidePicture } from '../../../contract/guides.ts';

export const BOX = { width: 208, height: 68 };
const LABEL_CHARACTER = 11;
const LABEL_HEIGHT = 18;
const WIDEST_LABEL = 230;

export interface DrawnStep {
  id: string;
  /** Why it goes back to the first step; drawn as a mark, since lines that all lead back hide the others. */
  returns: string | undefined;
  /** Of its top left corner, pixels. */
  x: number;
  y: number;
}

export interface DrawnBranch {
  key: string;
  points: ReadonlyArray<{ x: number; y: number }>;
  label: { text: string; x: number; y: number } | undefined;
  kind: GuidePicture['branches'][number]['kind'];
}

export interface Drawing {
  width: number;
  height: number;
  steps: DrawnStep[];
  branches: DrawnBranch[];
}

const widthOf = (text: string) =>
  [...text].reduce((sum, letter) => sum + (/[\u2e80-\uffef]/.test(letter) ? LABEL_CHARACTER : 6), 8);

function shorten(text: string): string {
  if (widthOf(text) <= WIDEST_LABEL) return text;
  let short = text;
  while (widthOf(`${short}…`) > WIDEST_LABEL) short = short.slice(0, -1);
  return `${short.trimEnd()}…`;
}

/** Places the steps of a guide from left to right, with each way between two of them as one line that says why. */
export function draw(
  { start, steps, branches }: Pick<GuidePicture, 'start' | 'steps' | 'branches'>,
  say: (text: { zh: string; en: string }) => string,
): Drawing {
  const graph = new Graph({ directed: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 30, edgesep: 8, marginx: 8, marginy: 8 });
  for (const { id } of steps) graph.setNode(id, { ...BOX });

  const ways = new Map<string, { from: string; to: string; words: string[]; kind: DrawnBranch['kind'] }>();
  const returns = new Map<string, string[]>();
  for (const { from, to, because, kind } of branches) {
    if (to === start && from !== start) {
      returns.set(from, [...(returns.get(from) ?? []), ...(because ? [say(because)] : [])]);
      continue;
    }
    // A card that leads back to itself says so by being looked at again; a loop would only be noise.
    if (from === to) continue;
    const key = `${from} ${to}`;
    const way = ways.get(key) ?? { from, to, words: [], kind };
    if (because !== undefined) way.words.push(say(because));
    ways.set(key, way);
  }
  for (const { from, to, words } of ways.values()) {
    const text = shorten([...new Set(words)].join(' / '));
    graph.setEdge(from, to, {
      text,
      width: text === '' ? 0 : widthOf(text),
      height: text === '' ? 0 : LABEL_HEIGHT,
      labelpos: 'c',
    });
  }
  layout(graph);

  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    steps: steps.map(({ id }) => {
      const { x, y } = graph.node(id) as { x: number; y: number };
      return { id, returns: returns.get(id)?.join(' / '), x: x - BOX.width / 2, y: y - BOX.height / 2 };
    }),
    branches: [...ways].map(([key, { from, to, kind }]) => {
      const edge = graph.edge(from, to) as {
        text: string;
        x?: number;
        y?: number;
        points: Array<{ x: number; y: number }>;
      };
      const label =
        edge.text !== '' && edge.x !== undefined && edge.y !== undefined
          ? { text: edge.text, x: edge.x, y: edge.y }
          : undefined;
      return { key, points: edge.points, label, kind };
    }),
  };
}
