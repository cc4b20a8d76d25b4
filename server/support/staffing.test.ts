import { expect, test } from 'vitest';
import { chatStaffing, chatWith, erlangC, voiceStaffing, voiceWith } from './staffing.ts';

const goal = { arrivalsPerHour: 200, handlingSeconds: 180, serviceLevel: 0.8, withinSeconds: 20 };

test('voice: the published values of Erlang C', () => {
  // Call Centre Helper, "Erlang C Formula – Made Simple With an Easy Worked Example": 10 erlangs, 80 % within 20 s.
  expect(erlangC(11, 10)).toBeCloseTo(0.682, 3);
  expect(voiceWith(11, goal).serviceLevel).toBeCloseTo(0.39, 3);
  expect(voiceWith(12, goal).serviceLevel).toBeCloseTo(0.64, 2);
  expect(voiceWith(13, goal).serviceLevel).toBeCloseTo(0.796, 3);
  const enough = voiceStaffing(goal);
  expect(enough.agents).toBe(14);
  expect(enough.serviceLevel).toBeCloseTo(0.888, 3);
  expect(enough.averageSpeedOfAnswer).toBeCloseTo(7.8, 1);
  expect(enough.occupancy).toBeCloseTo(0.714, 3);
  // Mitan, "The Erlang-C Formula": 360 calls in half an hour of 4 minutes each, 55 agents.
  expect(erlangC(55, 48)).toBeCloseTo(0.239, 3);
  // One agent is M/M/1, where who waits is the load; with no fewer erlangs than agents everybody does.
  expect(erlangC(1, 0.3)).toBeCloseTo(0.3, 10);
  expect(erlangC(10, 10)).toBe(1);
  expect(voiceWith(10, goal)).toMatchObject({ serviceLevel: 0, occupancy: 1 });
});

test('chat: fewer agents than on the phone, as they have several places; the goal is reached with no agent to spare', () => {
  const chat = { ...goal, withinSeconds: 60, places: 3, patienceSeconds: 240 };
  const enough = chatStaffing(chat);
  expect(enough.serviceLevel).toBeGreaterThanOrEqual(0.8);
  expect(chatWith(enough.agents - 1, chat).serviceLevel).toBeLessThan(0.8);
  expect(enough.agents).toBeLessThan(14);
  expect(enough).toEqual(chatStaffing(chat));
});

test('chat: where nobody leaves and an agent has one place, what is played comes near the formula', () => {
  const chat = { ...goal, places: 1, patienceSeconds: 1e9 };
  const played = chatWith(14, chat);
  expect(played.abandoned).toBe(0);
  expect(Math.abs(played.serviceLevel - voiceWith(14, goal).serviceLevel)).toBeLessThan(0.05);
});
