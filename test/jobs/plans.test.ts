import { describe, expect, it } from 'vitest';
import type { UsageSeries } from '../../src/aws/types.ts';
import { retryAfter } from '../../src/core/outbox.ts';
import { addDays, daysBetween, daysOf, instantOf, monthRange } from '../../src/core/periods.ts';
import type { Money } from '../../src/core/types.ts';
import {
  behindOf,
  billArrivedUntil,
  billRange,
  billWindows,
  chargeWindows,
  type HeldPart,
  inStoringOrder,
  keptRange,
  monthsToProbe,
  windowsFrom,
} from '../../src/jobs/chargeWindows.ts';
import { dueJobs } from '../../src/jobs/scheduler.ts';
import { unlistedSeries, usagePlan } from '../../src/jobs/usage.ts';

const TODAY = '2026-11-20';
const LATE = '2026-11-20T03:20:00.000Z';

describe('which months of the bill are read', () => {
  const held = (start: string, endExclusive: string, provisional: boolean, readAt = LATE) =>
    daysOf({ start, endExclusive }).map((day) => ({ day, provisional, readAt }));

  it('all of the back-fill at first, a month at a time', () => {
    expect(chargeWindows(TODAY, 40, [])).toEqual([
      { start: '2026-10-11', endExclusive: '2026-11-01' },
      { start: '2026-11-01', endExclusive: '2026-11-21' },
    ]);
  });

  it('the open month alone when the one before is closed', () => {
    const days = [...held('2026-10-11', '2026-11-01', false), ...held('2026-11-01', '2026-11-20', true)];
    expect(chargeWindows(TODAY, 40, days)).toEqual([{ start: '2026-11-01', endExclusive: '2026-11-21' }]);
  });

  it('months that AWS has not closed or of which a day is missing, and everything when told to', () => {
    const days = [
      ...held('2026-08-12', '2026-09-01', true),
      ...held('2026-09-01', '2026-10-01', false).slice(1),
      ...held('2026-10-01', '2026-11-01', true),
    ];
    const starts = (windows: { start: string }[]) => windows.map(({ start }) => start);
    expect(starts(chargeWindows(TODAY, 100, days))).toEqual(['2026-09-01', '2026-10-01', '2026-11-01']);
    const all = ['2026-08-12', '2026-09-01', '2026-10-01', '2026-11-01'];
    expect(starts(chargeWindows(TODAY, 100, days, true))).toEqual(all);
  });

  it('a month whose last days were empty because their bill had not arrived, until it has', () => {
    const read = (readAt: string) => held('2026-10-01', '2026-11-01', false, readAt);
    const open = { start: '2026-11-01', endExclusive: '2026-11-02' };
    const october = { start: '2026-10-01', endExclusive: '2026-11-01' };
    const windows = (readAt: string) => chargeWindows('2026-11-01', 31, read(readAt));
    expect(windows('2026-10-31T19:20:00.000Z')).toEqual([october, open]);
    expect(windows('2026-11-01T23:59:59.999Z')).toEqual([october, open]);
    expect(windows('2026-11-02T00:00:00.000Z')).toEqual([open]);
  });

  it('what a failed view has to catch up with begins with the month in which it fell behind', () => {
    expect(windowsFrom(keptRange(TODAY, 40), '2026-11-03')).toEqual([
      { start: '2026-11-01', endExclusive: '2026-11-21' },
    ]);
  });

  it('whole at first; then the authority alone, of the last days, and once a day of all that may move', () => {
    const days = [...held('2026-10-11', '2026-11-01', true), ...held('2026-11-01', '2026-11-20', true)];
    const months = chargeWindows(TODAY, 40, days);
    const plan = (known: typeof days, daily: boolean, again = false) =>
      billWindows(TODAY, months, known, { again, daily });
    const recent = [{ start: '2026-11-15', endExclusive: '2026-11-21' }];
    expect(plan(days, false)).toEqual({ whole: [], probed: recent });
    expect(plan(days, true).probed).toEqual([{ start: '2026-10-11', endExclusive: '2026-11-21' }]);
    expect(plan(days.slice(1), false)).toEqual({ whole: [months[0]], probed: recent });
    expect(plan(days, true, true)).toEqual({ whole: months, probed: [] });
  });

  it('views of a day once its bill has arrived, and again when that moved; rounding is no movement', () => {
    const part = (
      day: string,
      what: 'usage' | 'profile',
      total: bigint,
      readAt = LATE,
      accounts = '',
      agrees = true,
    ): HeldPart => ({ day, part: what, total: total as Money, entries: 3, accounts, readAt, agrees });
    const behind = (...parts: HeldPart[]) =>
      behindOf('profile', parts, TODAY).map(({ start, endExclusive }) => `${start} ${endExclusive}`);
    const early = '2026-11-19T19:20:00.000Z';
    expect(behind(part('2026-11-17', 'usage', 5n), part('2026-11-18', 'usage', 5n))).toEqual([
      '2026-11-17 2026-11-19',
    ]);
    expect(behind(part('2026-11-19', 'usage', 5n))).toEqual([]);
    const view = (total: bigint, readAt: string, accounts = '') =>
      behind(part('2026-11-16', 'usage', 900n), part('2026-11-16', 'profile', total, readAt, accounts));
    expect(view(700n, early)).toEqual(['2026-11-16 2026-11-17']);
    expect(view(850n, early)).toEqual([]);
    expect(view(900n, early, '111122223333')).toEqual(['2026-11-16 2026-11-17']);
    expect(view(700n, LATE)).toEqual([]);
  });

  /** What is held of months, each from its first to its last day unless said otherwise. */
  const heldMonth = (
    month: string,
    from = `${month}-01`,
    until = addDays(monthRange(month).endExclusive, -1),
  ) => ({
    month,
    from,
    until,
    days: daysBetween(from, until) + 1,
    total: 1n as Money,
  });

  it('probes months that are not read anyway, the first of them also where only its end is held', () => {
    const totals = [
      heldMonth('2026-08', '2026-08-22'),
      ...['2026-09', '2026-10', '2026-11'].map((m) => heldMonth(m)),
    ];
    const days = [...held('2026-08-22', '2026-11-01', false), ...held('2026-11-01', '2026-11-20', true)];
    const windows = chargeWindows(TODAY, 90, days);
    const probed = monthsToProbe(totals, TODAY, windows);
    expect(probed.map(({ month, range }) => [month, range.start, range.endExclusive])).toEqual([
      ['2026-08', '2026-08-22', '2026-09-01'],
      ['2026-09', '2026-09-01', '2026-10-01'],
      ['2026-10', '2026-10-01', '2026-11-01'],
    ]);
    // A ledger that has grown older than its back-fill still watches what it holds.
    expect(monthsToProbe(totals, TODAY, chargeWindows(TODAY, 20, days))).toEqual(probed);
    expect(billRange(TODAY, 20, days)).toEqual({ start: '2026-08-22', endExclusive: '2026-11-21' });
    expect(billRange(TODAY, 90, [])).toEqual(keptRange(TODAY, 90));
  });

  it('probes no month with a gap, nor one that begins late amid others', () => {
    const gap = { ...heldMonth('2026-08'), days: 30 };
    const late = heldMonth('2026-09', '2026-09-05');
    const probed = (...months: ReturnType<typeof heldMonth>[]) =>
      monthsToProbe(months, TODAY, []).map(({ month }) => month);
    expect(probed(gap, heldMonth('2026-09'))).toEqual(['2026-09']);
    expect(probed(heldMonth('2026-08'), late, heldMonth('2026-10'))).toEqual(['2026-08', '2026-10']);
    expect(probed(heldMonth('2026-08'), heldMonth('2026-09', '2026-09-01', '2026-09-20'))).toEqual([
      '2026-08',
      '2026-09',
    ]);
  });

  it('probes no more than a year', () => {
    const days = held('2025-01-01', '2026-11-20', false);
    const totals = ['2025-10', '2025-11', '2026-10'].map((month) => heldMonth(month));
    const probed = monthsToProbe(totals, TODAY, []);
    expect(probed.map(({ month }) => month)).toEqual(['2025-11', '2026-10']);
    expect(billRange(TODAY, 20, days).start).toBe('2025-11-01');
  });

  it('stores the authority last, and calls a day billed when it ended a day ago', () => {
    const [lines, tags, owners] = [
      { name: 'a', gives: ['usage', 'others'] as const },
      { name: 'b', gives: ['profile'] as const },
      { name: 'c', gives: ['owner'] as const },
    ];
    expect(inStoringOrder([lines, tags, owners])).toEqual([tags, owners, lines]);
    expect(instantOf(billArrivedUntil(TODAY))).toBe('2026-11-19T00:00:00.000Z');
  });
});

describe('which hours of usage are read', () => {
  const now = Date.parse('2026-11-20T09:10:00Z');
  const plan = (until: string | null, lookedAt: string | null = null) => {
    const found = usagePlan(until, lookedAt, now, 40);
    return found && [instantOf(found.start).slice(0, 13), instantOf(found.endExclusive).slice(0, 13)];
  };

  it('all of the back-fill at first', () => {
    expect(plan(null)).toEqual(['2026-10-11T00', '2026-11-20T10']);
  });
  it('from series to series while somebody looks, also across midnight', () => {
    expect(plan('2026-11-20T05:40:00.000Z', '2026-11-20T09:00:00.000Z')).toBe(null);
    expect(plan('2026-11-19T12:40:00.000Z', '2026-11-20T07:20:00.000Z')).toBe(null);
  });
  it('in all series after a pause, from where the one stopped that waited longest', () => {
    expect(plan('2026-11-20T04:40:00.000Z', '2026-11-20T05:00:00.000Z')).toEqual([
      '2026-11-20T01',
      '2026-11-20T10',
    ]);
    expect(plan('2026-11-20T04:40:00.000Z')).toEqual(['2026-11-20T01', '2026-11-20T10']);
  });
  it('and all of that day when it was another', () => {
    expect(plan('2026-11-19T23:40:00.000Z')).toEqual(['2026-11-19T00', '2026-11-20T10']);
    expect(plan('2026-11-19T00:40:00.000Z')).toEqual(['2026-11-18T21', '2026-11-20T10']);
  });
  it('all again when the mark is in the future: the clock was wrong when it was written', () => {
    expect(plan('2026-12-24T08:40:00.000Z')).toEqual(['2026-10-11T00', '2026-11-20T10']);
    expect(plan('2026-11-20T09:10:30.000Z')).toEqual(['2026-11-20T06', '2026-11-20T10']);
  });

  it('asks for what is known and idle for so long that CloudWatch lists it no more', () => {
    const place = { accountId: '111122223333', region: 'us-east-1' };
    const listed: UsageSeries[] = [
      { ...place, dimension: 'active', kind: 'input', metric: 'InputTokenCount' },
      { ...place, dimension: 'active', kind: 'cacheRead', metric: 'CacheReadInputTokens' },
    ];
    const spelled = [
      { kind: 'cacheRead', metric: 'CacheReadInputTokenCount' },
      { kind: 'cacheWrite', metric: 'CacheWriteInputTokenCount' },
    ] as const;
    // What is listed may have had the other name before.
    expect(unlistedSeries(place, listed, ['active', 'idle', 'idle'], spelled)).toEqual([
      { ...place, dimension: 'active', kind: 'cacheRead', metric: 'CacheReadInputTokenCount' },
      { ...place, dimension: 'idle', kind: 'input', metric: 'InputTokenCount' },
      { ...place, dimension: 'idle', kind: 'cacheRead', metric: 'CacheReadInputTokens' },
      { ...place, dimension: 'idle', kind: 'cacheRead', metric: 'CacheReadInputTokenCount' },
    ]);
  });
});

/** What follows every reading, as it ran then. */
const followedAt = (startedAt: string) =>
  (['rates', 'spend', 'alerts', 'notices', 'deliver'] as const).map((job) => ({
    ...{ job, startedAt, status: 'ok' as const },
  }));

describe('which jobs are due', () => {
  const run = (
    job: 'people' | 'profiles' | 'usage' | 'charges' | 'budgets' | 'housekeeping',
    startedAt: string,
    status = 'ok' as const,
  ) => ({
    job,
    startedAt: `2026-11-20T${startedAt}:00.000Z`,
    status,
  });
  const quiet = { mirror: false, owing: false };
  const kept = run('housekeeping', '01:50');
  const read = [kept, run('profiles', '09:07'), run('usage', '09:10'), run('charges', '03:20')];
  const followed = (time: string) => followedAt(`2026-11-20T${time}:00.000Z`);
  const all = [...read, ...followed('09:10')];
  const others = all.filter(({ job }) => job !== 'profiles');
  const due = (at: string, runs: Parameters<typeof dueJobs>[0] = all, state = quiet) =>
    dueJobs(runs, `2026-11-20T${at}:00.000Z`, state).sort();

  it('all that reads when nothing ever ran', () => {
    expect(due('09:10', [])).toEqual(
      [
        'alerts',
        'charges',
        'deliver',
        'housekeeping',
        'notices',
        'profiles',
        'rates',
        'spend',
        'usage',
      ].sort(),
    );
  });
  it('nothing before its time, and what follows with it', () => {
    expect(due('09:19')).toEqual([]);
    expect(due('09:20')).toEqual(['alerts', 'deliver', 'notices', 'spend', 'usage']);
    const later = [...read.filter((r) => r.job !== 'usage'), run('usage', '10:00'), ...followed('10:00')];
    expect(due('10:06', later)).toEqual([]);
  });
  it('once, however many times were missed', () => {
    const late = [run('profiles', '18:07'), run('usage', '18:20'), kept, ...followed('18:20')];
    expect(due('18:25', [...late, run('charges', '03:20')])).toEqual([
      ...['alerts', 'charges', 'deliver', 'notices', 'rates', 'spend'],
    ]);
    expect(due('18:25', [...late, run('charges', '18:20')])).toEqual([]);
  });
  it.each(['interrupted', 'running'] as const)('what was %s when its process ended, at once', (status) => {
    const broken = [...others, { ...run('profiles', '09:07'), status }];
    expect(due('09:10', broken)).toContain('profiles');
    const spend = { ...run('profiles', '09:10'), job: 'spend' as const, status };
    expect(due('09:10', [...all.filter(({ job }) => job !== 'spend'), spend])).toEqual([
      ...['alerts', 'deliver', 'notices', 'spend'],
    ]);
    expect(due('09:10', [...all, { ...run('budgets', '09:08'), status }])).toEqual([]);
  });
  it('what seems to have started later than now, and what failed in its own time', () => {
    expect(due('09:10', [...others, run('profiles', '19:07')])).toContain('profiles');
    const failed = [...others, { ...run('profiles', '09:07'), status: 'failed' as const }];
    expect(due('09:10', failed)).toEqual([]);
  });
  it('messages a minute after some that failed, at once after some that went out', () => {
    const sentAt = (at: string, status: 'partial' | 'ok') =>
      due(
        at,
        all.map((one) => (one.job === 'deliver' ? { ...one, status } : one)),
        {
          mirror: false,
          owing: true,
        },
      );
    expect(sentAt('09:10', 'ok')).toEqual(['deliver']);
    expect(sentAt('09:10', 'partial')).toEqual([]);
    expect(sentAt('09:11', 'partial')).toEqual(['deliver']);
  });
  it('AWS Budgets only where they are switched on, and deliveries only when owed', () => {
    const mirrored = [...all, run('budgets', '08:40')];
    expect(due('09:19', mirrored, { mirror: true, owing: false })).toEqual([]);
    expect(due('09:19', all, { mirror: true, owing: true })).toEqual(['budgets', 'deliver']);
  });
});

describe('which jobs are due beside those that read spend', () => {
  const at = (time: string) => `2026-11-20T${time}:00.000Z`;
  const ran = (job: 'people' | 'housekeeping', time: string) => ({
    job,
    startedAt: at(time),
    status: 'ok' as const,
  });
  const reading = (['profiles', 'usage', 'charges'] as const).map((job) => ({
    job,
    startedAt: at('03:20'),
    status: 'ok' as const,
  }));
  it('the directory once an hour where one is read, and housekeeping once a day', () => {
    const runs = [
      ...reading,
      ran('people', '03:05'),
      ran('housekeeping', '01:50'),
      ...followedAt(at('03:20')),
    ];
    const due = (time: string, directory: boolean) =>
      dueJobs(runs, at(time), { mirror: false, directory, owing: false });
    expect(due('03:25', true)).toEqual([]);
    expect(due('04:05', true)).toContain('people');
    expect(due('04:05', false)).not.toContain('people');
    expect(due('23:59', true)).not.toContain('housekeeping');
    const yesterday = [
      ...reading,
      { ...ran('housekeeping', '01:50'), startedAt: '2026-11-19T01:50:00.000Z' },
    ];
    expect(dueJobs(yesterday, at('01:50'), { mirror: false, owing: false })).toContain('housekeeping');
  });
});

describe('a message that cannot be sent', () => {
  it('waits longer each time and is given up after half a day', () => {
    const waits = Array.from({ length: 9 }, (_, index) => retryAfter(index + 1) ?? Number.NaN);
    expect(waits.map((ms) => ms / 60_000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 240]);
    expect(retryAfter(10)).toBeNull();
  });
});
