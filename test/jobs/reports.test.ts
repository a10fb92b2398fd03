import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reportSpend } from '../../src/app/spend/report.ts';
import type { Subject } from '../../src/app/spend/subject.ts';
import { pricedPart } from '../../src/core/known.ts';
import { formatExact } from '../../src/core/money.ts';
import type { NoticeData } from '../../src/core/noticeData.ts';
import { addDays, DAY_MS, HOUR_MS, instantOf } from '../../src/core/periods.ts';
import type { ReportRhythm } from '../../src/core/preferences.ts';
import type { Settings } from '../../src/core/settings.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { askingOf } from '../asking.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { NOTIFY } from '../notifySettings.ts';
import { type Bench, type Collected, collected } from './setup.ts';

/** Regular reports of the simulated company, by its own directory, to a real mail server. */

const DIRECTORY = { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null };
const PUBLIC = 'https://ledger.example.com';
const FINANCE = 'finance@example.com';
const OWNER = 'owner@example.com';

let of: Collected;
let sink: MailSink;
let b: Bench;
beforeAll(async () => {
  of = await collected(['people', 'profiles', 'usage', 'charges', 'rates', 'spend'], {
    world: { users: 8, days: 20 },
    settings: { directory: DIRECTORY, backfillDays: 20 },
  });
});
afterAll(() => of.remove());
afterEach(async () => {
  await b.close();
  await sink.close();
});

/** A manager, and a cost center in which somebody spends. */
interface Company {
  manager: string;
  center: string;
}

async function company(rhythm: ReportRhythm, more: Partial<Settings> = {}): Promise<Company> {
  sink = await mailSink();
  const reports = { rhythm, at: '08:00', timeZone: 'UTC', weekday: 'monday' } as const;
  const told = { toManagers: true, toCostCenterOwners: true, toFinance: true };
  b = await of.bench({
    settings: {
      notify: { ...NOTIFY, ...told, smtpUrl: sink.url, reports },
      publicUrl: PUBLIC,
      directory: DIRECTORY,
      ...more,
    },
    notifiers: [emailNotifier(sink.url, 'Ledger <ledger@example.com>')],
  });
  const { store, clock } = b;
  const now = instantOf(clock.now());
  const actor = { id: 'local:test' };
  const person = (email: string, name: string) => ({
    ...{ email, name, costCenter: null, manager: null, active: true, groups: null },
  });
  await store.people.learn('file', [person(FINANCE, 'Fay Finance'), person(OWNER, 'Olga Owner')], {
    ...{ complete: false, actor, now },
  });
  await store.people.grant({ email: FINANCE, role: 'finance', costCenter: '' }, actor, now);
  const people = await store.people.list();
  const center = people.find(({ costCenter }) => costCenter !== null)?.costCenter ?? '';
  await store.people.grant({ email: OWNER, role: 'costCenterOwner', costCenter: center }, actor, now);
  const manager = people.find(({ manager: above, active }) => active && above !== null)?.manager ?? '';
  return { manager, center };
}

const run = async () => {
  const { runs } = await runSync(b.deps, ['notices', 'deliver']);
  expect(runs.flatMap(({ errors }) => errors).filter(({ slice }) => slice !== 'dropped')).toEqual([]);
};
const mailsTo = (address: string) => sink.mails.filter(({ to }) => to.includes(address));
const choose = (email: string, reports: ReportRhythm) =>
  b.store.preferences.set({
    ...{ email, locale: null, quiet: null, wishes: {}, via: null, reports },
    updatedAt: instantOf(b.clock.now()),
  });
const reportsKept = async () =>
  (await b.store.notices.since(['report'], '2026-01-01T00:00:00.000Z', 500)).map(
    ({ data }) => data as never as NoticeData['report'],
  );

describe('regular reports', () => {
  it('go to the manager, the owner and finance, with the figures of the pages that they lead to', async () => {
    const { manager, center } = await company('weekly');
    await run();
    const subjects: readonly (readonly [string, Subject, string])[] = [
      [FINANCE, { kind: 'all' }, `${PUBLIC}/?start=2026-11-09&endExclusive=2026-11-16`],
      [OWNER, { kind: 'costCenter', key: center }, `/cost-centers/`],
      [manager, { kind: 'team', manager }, `/teams/`],
    ];
    const range = { start: '2026-11-09', endExclusive: '2026-11-16' };
    const kept = await reportsKept();
    for (const [reader, subject, link] of subjects) {
      const [mail] = mailsTo(reader);
      expect(mail?.text, reader).toContain(link);
      const asking = askingOf(b.store, { now: b.clock.now(), settings: b.deps.settings });
      const { facts } = await reportSpend(asking, subject, range, []);
      const key = 'key' in subject ? subject.key : 'manager' in subject ? subject.manager : '';
      const data = kept.find((one) => one.key === key);
      expect([data?.spent, data?.before], reader).toEqual([
        formatExact(pricedPart(facts.total)),
        facts.earlier === null ? '' : formatExact(pricedPart(facts.earlier)),
      ]);
      expect(data?.bars.map(({ from }) => from)).toEqual(
        [0, 1, 2, 3, 4, 5, 6].map((at) => addDays(range.start, at)),
      );
    }
  });

  it('come once per period, and what was missed for days comes once', async () => {
    await company('daily');
    await run();
    await run();
    expect(mailsTo(FINANCE)).toHaveLength(1);
    b.clock.advance(5 * DAY_MS);
    await run();
    expect(mailsTo(FINANCE).map(({ subject }) => /\d+ November 2026/.exec(subject)?.[0])).toEqual([
      '19 November 2026',
      '24 November 2026',
    ]);
  });

  it('come as each person chose, and never to whoever left', async () => {
    const { manager, center } = await company('never');
    await run();
    expect(await reportsKept()).toEqual([]);
    await choose(OWNER, 'weekly');
    await choose(manager, 'daily');
    const { person } = (await b.store.people.details(manager)) ?? {};
    if (person === undefined) throw new Error('no manager');
    await run();
    expect([mailsTo(OWNER), mailsTo(manager), mailsTo(FINANCE)].map((mails) => mails.length)).toEqual([
      1, 1, 0,
    ]);
    expect((await reportsKept()).map(({ rhythm, key }) => [rhythm, key]).sort()).toEqual(
      [
        ['daily', manager],
        ['weekly', center],
      ].sort(),
    );
    b.clock.advance(DAY_MS);
    const actor = { id: 'local:test' };
    await b.store.people.learn('file', [{ ...person, active: false, groups: null }], {
      ...{ complete: false, actor, now: instantOf(b.clock.now()) },
    });
    await run();
    expect(mailsTo(manager)).toHaveLength(1);
  });

  it('tell of nobody where others see nothing, and of whole months alone where they see months', async () => {
    const privacy = { leastPeople: 2, lookDays: 400 };
    await company('weekly', { privacy: { ...privacy, othersSee: 'months' } });
    await choose(OWNER, 'monthly');
    b.clock.advance(11 * DAY_MS);
    await run();
    expect([mailsTo(FINANCE).length, mailsTo(OWNER).length]).toEqual([0, 1]);
    const [report] = await reportsKept();
    // Neither days nor weeks: they are parts of months.
    expect([report?.rhythm, report?.start, report?.bars]).toEqual(['monthly', '2026-11-01', []]);
    await b.close();
    await sink.close();
    await company('monthly', { privacy: { ...privacy, othersSee: 'sums' } });
    b.clock.advance(11 * DAY_MS);
    await run();
    expect([sink.mails, await reportsKept()]).toEqual([[], []]);
  });

  it('that wait are not sent beside a newer one, nor once they are not wanted any more', async () => {
    await company('daily');
    const quiet = { from: '00:00', until: '22:00', timeZone: 'UTC', weekends: false };
    await b.store.preferences.set({
      ...{ email: FINANCE, locale: 'ja', quiet, wishes: {}, via: null, reports: 'daily' },
      updatedAt: instantOf(b.clock.now()),
    });
    await run();
    b.clock.advance(DAY_MS);
    await run();
    expect(mailsTo(FINANCE)).toEqual([]);
    b.clock.advance(13 * HOUR_MS);
    await run();
    expect(mailsTo(FINANCE).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('2026年11月20日'),
    ]);
    const why = (await b.store.messages.list({ targets: [FINANCE] }, { limit: 9, offset: 0 })).flatMap(
      ({ droppedWhy }) => droppedWhy ?? [],
    );
    expect(why).toEqual(['overtaken']);
  });
});
