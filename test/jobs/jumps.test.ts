import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import type { NotifySettings } from '../../src/core/notifySettings.ts';
import { addDays, DAY_MS, dayOf, HOUR_MS, instantOf, weekdayOf } from '../../src/core/periods.ts';
import type { OthersSee } from '../../src/core/privacy.ts';
import type { Day } from '../../src/core/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { NOTIFY } from '../notifySettings.ts';
import { spendRow } from '../store/setup.ts';
import { type Bench, type Collected, collected, NOW, tamper } from './setup.ts';

/** A day far beyond somebody's habit, from the ledger to the mail. */

const ANN = 'ann@example.com';
const BOSS = 'boss@example.com';
const FROM = 'Bedrock Ledger <ledger@example.com>';
const ARN = 'arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc';
/** A Friday. */
const TODAY = dayOf(NOW);

let company: Collected;
let sink: MailSink;
let b: Bench;
beforeAll(async () => {
  company = await collected([], { world: { users: 2, days: 2 } });
});
afterAll(() => company.remove());
beforeEach(async () => {
  sink = await mailSink({});
});
afterEach(async () => {
  await b.close();
  await sink.close();
});

async function open(more: Partial<NotifySettings> = {}, othersSee: OthersSee = 'days'): Promise<void> {
  const notify: NotifySettings = {
    ...NOTIFY,
    smtpUrl: sink.url,
    from: FROM,
    toManagers: true,
    tells: ['jump'],
    jumps: { toManagerAbove: money('500') },
    ...more,
  };
  b = await company.bench({
    settings: { notify, privacy: { othersSee, leastPeople: 5, lookDays: 90 } },
    notifiers: [emailNotifier(sink.url, FROM)],
  });
  const facts = { costCenter: null, active: true, groups: null };
  await b.store.people.learn(
    'byHand',
    [
      { ...facts, email: ANN, name: 'Ann', manager: BOSS },
      { ...facts, email: BOSS, name: null, manager: null },
    ],
    { complete: false, actor: { id: 'local:test' }, now: instantOf(NOW) },
  );
  await spend(
    Array.from({ length: 60 }, (_, i) => 60 - i).flatMap((back) => {
      const day = addDays(TODAY, -back);
      return [0, 6].includes(weekdayOf(day)) ? [] : [[day, String(14 + ((back * 7) % 19)), 'final'] as const];
    }),
  );
  await isRead(0);
}
/** What Ann spent on some days; what nobody owns is ten times as much. */
const spend = (days: readonly (readonly [Day, string, 'final' | 'estimated'])[]) =>
  tamper(b.store, async (lease) => {
    for (const [day, dollars, label] of days) {
      const own = spendRow({ day, userEmail: ANN, profileArn: ARN, amount: money(dollars), label });
      const nobodys = { userEmail: null, profileArn: null, reason: 'directCall' as const, allocatedBy: null };
      const other = spendRow({ day, ...nobodys, amount: money(`${dollars}0`), label });
      await b.store.spend.replaceDay(lease, day, [own, other], [], `${day} ${dollars}`);
    }
  });
const spends = (day: Day, dollars: string, label: 'final' | 'estimated' = 'final') =>
  spend([[day, dollars, label]]);
/** Token usage was read up to some hours ago. */
const isRead = (hoursAgo: number) => {
  const at = instantOf(b.clock.now() - hoursAgo * HOUR_MS);
  const slice = { source: 'usage' as const, slice: 'eu-west-1', lastAttemptAt: at, lastSuccessAt: at };
  return tamper(b.store, (lease) =>
    b.store.freshness.record(lease, { ...slice, completeUntil: at, lastError: null, lastErrorAt: null }),
  );
};
const look = async () => (await runSync(b.deps, ['notices'])).runs[0]?.rows;
const deliver = () => runSync(b.deps, ['deliver']);
const told = () => sink.mails.map(({ to }) => to.join()).sort();
const openNow = async () => (await b.store.notices.open(['jump'])).map(({ about }) => about).sort();

describe('a day far beyond a habit', () => {
  it('is told to whoever spends, once, with what is usual and what drove it', async () => {
    await open();
    await spends(TODAY, '420', 'estimated');
    expect([await look(), await look()]).toEqual([1, 0]);
    await deliver();
    expect(told()).toEqual([ANN]);
    const [mail] = sink.mails;
    expect(mail?.subject).toBe('You spent $420.00 on 20 November 2026: far more than usual');
    const [notice] = await b.store.notices.open(['jump']);
    expect(notice).toMatchObject({
      scope: { kind: 'user', key: ANN },
      data: { spent: '420', low: '18.2', high: '27.2', since: TODAY, estimated: true, region: 'eu-west-1' },
    });
  });

  it('is told to the manager as well once it is much, later in the same episode, and not twice', async () => {
    await open();
    await spends(TODAY, '420', 'estimated');
    await look();
    await spends(TODAY, '700', 'estimated');
    expect([await look(), await look()]).toEqual([1, 0]);
    await deliver();
    expect(told()).toEqual([ANN, BOSS]);
    expect(sink.mails.find(({ to }) => to.includes(BOSS))?.subject).toBe(
      'Ann (ann@example.com) spent $700.00 on 20 November 2026: far more than usual',
    );
  });

  it.each([
    ['whose days are nobody else’s', {}, 'months', [ANN]],
    ['where no manager is to be told', { jumps: { toManagerAbove: null } }, 'days', [ANN]],
    ['where nobody chose to be told', { tells: [] }, 'days', []],
  ] as const)('stays with whoever may know: %s', async (_, more, othersSee, expected) => {
    await open({ ...more, tells: [...('tells' in more ? more.tells : (['jump'] as const))] }, othersSee);
    await spends(TODAY, '700', 'estimated');
    await look();
    await deliver();
    expect(told()).toEqual(expected);
  });

  it('that the bill takes back is over, and what waits does not leave', async () => {
    await open();
    await spends(TODAY, '420', 'estimated');
    await look();
    await spends(TODAY, '31');
    await look();
    const run = (await deliver()).runs[0];
    expect([told(), await openNow()]).toEqual([[], []]);
    expect(run?.errors).toEqual([
      { slice: 'dropped', error: expect.stringContaining('was resolved meanwhile') },
    ]);
  });

  it('neither begins nor ends by old data', async () => {
    await open();
    await spends(TODAY, '420', 'estimated');
    const seen: string[][] = [];
    const lookAgain = async () => {
      await look();
      seen.push(await openNow());
    };
    await isRead(5);
    await lookAgain();
    await isRead(0);
    await lookAgain();
    b.clock.advance(9 * DAY_MS);
    await lookAgain();
    await isRead(0);
    await lookAgain();
    expect(seen).toEqual([[], [`jump:${ANN}`], [`jump:${ANN}`], []]);
  });
});
