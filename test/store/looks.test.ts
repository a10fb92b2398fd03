import { expect, it } from 'vitest';
import { EVERYBODY, type Look } from '../../src/core/privacy.ts';
import { NOW, open } from './setup.ts';

const look = (viewer: string, person: string, day: string): Look => ({ viewer, person, day, kind: 'page' });
const PAGE = { limit: 10, offset: 0 };
const ACTOR = { id: 'local:tester' };

it('keeps each look once, newest first, with those at everybody', async () => {
  const { looks } = await open();
  await looks.add([look('bob', 'ann', '2026-11-19'), look('bob', 'eve', '2026-11-19')]);
  await looks.add([
    look('bob', 'ann', '2026-11-19'),
    look('fay', 'ann', '2026-11-20'),
    look('fay', EVERYBODY, '2026-11-18'),
  ]);
  const { looks: found, total } = await looks.at('ann', PAGE);
  expect(found.map(({ viewer, person, day }) => `${day} ${viewer} ${person}`)).toEqual([
    '2026-11-20 fay ann',
    '2026-11-19 bob ann',
    `2026-11-18 fay ${EVERYBODY}`,
  ]);
  expect(total).toBe(3);
  expect((await looks.at('ann', { limit: 1, offset: 1 })).looks).toEqual([look('bob', 'ann', '2026-11-19')]);
  expect((await looks.by('bob', 10)).map(({ person }) => person)).toEqual(['ann', 'eve']);
});

it('forgets days before, oldest first and so many at a time', async () => {
  const { looks } = await open();
  const days = ['2026-11-01', '2026-11-02', '2026-11-03'];
  await looks.add(days.map((day) => look('bob', 'ann', day)));
  expect(await looks.forget('2026-11-03', 1)).toBe(1);
  expect((await looks.by('bob', 10)).map(({ day }) => day)).toEqual(['2026-11-03', '2026-11-02']);
  expect([await looks.forget('2026-11-03', 10), await looks.forget('2026-11-03', 10)]).toEqual([1, 0]);
});

it('goes with a person to another address, and what both have is one', async () => {
  const { looks, people } = await open();
  const person = (email: string) => ({
    ...{ email, name: null, costCenter: null, manager: null, active: true, groups: [] },
  });
  await people.learn('byHand', [person('ann@example.com')], { complete: false, actor: ACTOR, now: NOW });
  const before = 'ann@example.com';
  const after = 'ann.lee@example.com';
  await looks.add([
    look('bob', before, '2026-11-19'),
    look('bob', after, '2026-11-19'),
    look(before, 'eve', '2026-11-19'),
  ]);
  await people.rename(before, after, ACTOR, NOW);
  expect((await looks.at(after, PAGE)).looks).toEqual([look('bob', after, '2026-11-19')]);
  expect([(await looks.at(before, PAGE)).total, (await looks.by(before, 9)).length]).toEqual([0, 0]);
  expect(await looks.by(after, 9)).toEqual([look(after, 'eve', '2026-11-19')]);
});
