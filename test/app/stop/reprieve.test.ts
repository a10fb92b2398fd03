import { afterEach, describe, expect, it } from 'vitest';
import { takeData } from '../../../src/app/privacy/data.ts';
import { listStops } from '../../../src/app/stop/list.ts';
import { releaseStop, takeBackRelease, takeGrace } from '../../../src/app/stop/reprieve.ts';
import { DAY_MS, HOUR_MS, instantOf } from '../../../src/core/periods.ts';
import { EMAIL } from '../../server/roles.ts';
import { asking, EVE, hard, openStops, type Stops, stopped } from './stopped.ts';

let c: Stops;
const open = async (...of: Parameters<typeof openStops>) => {
  c = await openStops(...of);
  return c;
};
afterEach(() => c?.close());

const ANN = EMAIL.user;
const code = (kind: string) => expect.objectContaining({ code: kind });
const due = () => c.store.stops.isDue('on', instantOf(c.now));
const actions = async () =>
  (await c.store.audit.list({ limit: 9, action: 'stop' })).map(({ action, actor, reason }) => [
    action,
    actor,
    reason,
  ]);

describe('a grace', () => {
  it('is taken once in a period, by whom the budget holds for, at a stop or near one, and audited', async () => {
    await open();
    const budget = await hard(c, ANN, '5');
    await c.store.stops.take(c.lease, 'on', instantOf(c.now));
    expect(await due()).toBe(false);
    const until = instantOf(c.now + 4 * HOUR_MS);
    expect(await takeGrace(asking(c, 'user'), { budget, for: ANN })).toEqual({ done: 'taken', until });
    expect(await due()).toBe(true);
    const again = await takeGrace(asking(c, 'user'), { budget, for: ANN });
    expect(again).toEqual({ done: 'graceTaken', until: null });
    const nextDay = { ...asking(c, 'user'), now: c.now + DAY_MS };
    expect(await takeGrace(nextDay, { budget, for: ANN })).toEqual({ done: 'graceTaken', until: null });
    expect(await actions()).toEqual([['stop.grace', ANN, null]]);
  });

  it('is not taken while much is left, nor where none is set, nor where nobody is stopped', async () => {
    await open();
    const budget = await hard(c, ANN, '99');
    expect((await takeGrace(asking(c, 'user'), { budget, for: ANN })).done).toBe('early');
    await hard(c, ANN, '9.3');
    c.settings = { ...c.settings, enforcement: { ...c.settings.enforcement, grace: null } };
    expect((await takeGrace(asking(c, 'user'), { budget, for: ANN })).done).toBe('graceOff');
    c.settings = { ...c.settings, enforcement: { ...c.settings.enforcement, mode: 'dryRun' } };
    expect((await takeGrace(asking(c, 'user'), { budget, for: ANN })).done).toBe('off');
    expect(await actions()).toEqual([]);
  });

  it('is nobody else’s to take, and the budget of somebody else is not there', async () => {
    await open();
    const budget = await hard(c, ANN, '5');
    for (const who of ['admin', 'owner', 'manager', 'finance'] as const)
      await expect(takeGrace(asking(c, who), { budget, for: ANN }), who).rejects.toEqual(code('forbidden'));
    await expect(takeGrace(asking(c, 'eve'), { budget, for: ANN })).rejects.toEqual(code('notFound'));
    await expect(takeGrace(asking(c, 'user'), { budget, for: EVE })).rejects.toEqual(code('notFound'));
    const center = await hard(c, 'Mobile', '5', 'costCenter');
    const ofCenter = { budget: center, for: 'Mobile' };
    await expect(takeGrace(asking(c, 'user'), ofCenter)).rejects.toEqual(code('notFound'));
    expect((await takeGrace(asking(c, 'owner'), ofCenter)).done).toBe('taken');
  });
});

describe('a release', () => {
  it('is given with a reason by an administrator or who decides on more, and taken back', async () => {
    await open();
    const budget = await hard(c, ANN, '5');
    const id = await stopped(c, budget, ANN);
    await expect(releaseStop(asking(c, 'admin'), id, {})).rejects.toEqual(code('invalid'));
    await expect(releaseStop(asking(c, 'admin'), id, { reason: 'x', hours: '0' })).rejects.toMatchObject({
      faults: [{ field: 'hours', key: 'stopHours', value: '0' }],
    });
    for (const who of ['user', 'manager', 'finance'] as const)
      await expect(releaseStop(asking(c, who), id, { reason: 'x' }), who).rejects.toEqual(code('forbidden'));
    await expect(releaseStop(asking(c, 'eve'), id, { reason: 'x' })).rejects.toEqual(code('notFound'));
    await expect(releaseStop(asking(c, 'admin'), 'nothing', { reason: 'x' })).rejects.toEqual(
      code('notFound'),
    );
    expect(await releaseStop(asking(c, 'owner'), id, { reason: 'a release is due', hours: '2' })).toBe(
      'released',
    );
    const [held] = (await listStops(asking(c, 'owner'))).reprieves;
    expect(held).toMatchObject({
      kind: 'release',
      until: instantOf(c.now + 2 * HOUR_MS),
      mayTakeBack: true,
    });
    await expect(takeBackRelease(asking(c, 'user'), held?.id ?? '', {})).rejects.toEqual(code('forbidden'));
    await c.store.stops.take(c.lease, 'on', instantOf(c.now));
    const later = { ...asking(c, 'owner'), now: c.now + 1_000 };
    expect(await takeBackRelease(later, held?.id ?? '', { reason: 'done' })).toBe('takenBack');
    expect(await due()).toBe(true);
    expect((await listStops(later)).reprieves).toEqual([]);
    expect(await actions()).toEqual([
      ['stop.takeBack', EMAIL.owner, 'done'],
      ['stop.release', EMAIL.owner, 'a release is due'],
      ['stop.begin', 'job:enforce', null],
    ]);
  });

  it('is nobody’s own, an administrator’s neither', async () => {
    await open();
    const id = await stopped(c, await hard(c, EMAIL.admin, '5'), EMAIL.admin);
    await expect(releaseStop(asking(c, 'admin'), id, { reason: 'x' })).rejects.toEqual(code('forbidden'));
    expect(await releaseStop(asking(c), id, { reason: 'by hand' })).toBe('released');
  });
});

describe('who is stopped', () => {
  it('is told to whoever may see the budget, and to who decides on more of it', async () => {
    await open();
    await stopped(c, await hard(c, ANN, '5'), ANN);
    await stopped(c, await hard(c, EVE, '5'), EVE);
    await stopped(c, await hard(c, 'Mobile', '5', 'costCenter'), 'Mobile', { kind: 'costCenter' });
    const seen = async (who: Parameters<typeof asking>[1]) =>
      (await listStops(asking(c, who))).going.map(({ scopeKey, mayRelease }) => [scopeKey, mayRelease]);
    const [ann, eve, mobile] = [ANN, EVE, 'Mobile'];
    expect(await seen('user')).toEqual([[ann, false]]);
    expect(await seen('manager')).toEqual([[ann, false]]);
    expect((await seen('owner')).sort()).toEqual([
      [mobile, false],
      [ann, true],
    ]);
    expect((await seen('finance')).sort()).toEqual([
      [mobile, false],
      [ann, false],
      [eve, false],
    ]);
    expect((await seen('admin')).every(([, may]) => may)).toBe(true);
    expect(await seen('eve')).toEqual([[eve, false]]);
  });
});

it('stops and reprieves of a person are among what is kept of them, and of nobody else', async () => {
  await open();
  const budget = await hard(c, ANN, '5');
  await stopped(c, budget, ANN);
  await stopped(c, budget, EVE);
  await takeGrace(asking(c, 'user'), { budget, for: ANN });
  const { stops, reprieves } = await takeData(asking(c, 'user'), ANN);
  expect(stops).toMatchObject([{ scopeKey: ANN, endedAt: null }]);
  expect(reprieves).toMatchObject([{ scopeKey: ANN, kind: 'grace' }]);
});
