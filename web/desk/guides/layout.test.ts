import { expect, test } from 'vitest';
import { BOX, draw } from './layout.ts';

const say = ({ zh }: { zh: string }) => zh;
const text = (zh: string) => ({ zh, en: zh });
const step = (id: string, kind = 'ask') => ({ id, kind, title: text(id) });

test('no two boxes overlap, every way is one line, and ways back to the start are marks', () => {
  const ids = ['start', 'a', 'b', 'c', 'd'];
  const { steps, branches, width, height } = draw(
    {
      start: 'start',
      steps: ids.map((id) => step(id)),
      branches: [
        { from: 'start', to: 'a', kind: 'answer', because: text('一') },
        { from: 'start', to: 'a', kind: 'answer', because: text('二') },
        { from: 'start', to: 'b', kind: 'next' },
        { from: 'start', to: 'c', kind: 'next' },
        { from: 'a', to: 'd', kind: 'event', because: text('来了消息') },
        { from: 'b', to: 'start', kind: 'answer', because: text('再看') },
        { from: 'c', to: 'c', kind: 'timer' },
      ],
    },
    say,
  );
  expect(branches.map(({ key }) => key)).toEqual(['start a', 'start b', 'start c', 'a d']);
  expect(branches[0]?.label?.text).toBe('一 / 二');
  expect(steps.find(({ id }) => id === 'b')?.returns).toBe('再看');
  for (const one of steps) {
    expect(one.x >= 0 && one.y >= 0 && one.x + BOX.width <= width && one.y + BOX.height <= height).toBe(true);
    for (const other of steps)
      if (one !== other)
        expect(Math.abs(one.x - other.x) >= BOX.width || Math.abs(one.y - other.y) >= BOX.height).toBe(true);
  }
});
