import { describe, expect, it, onTestFinished } from 'vitest';
import type { Money, SpendRow } from '../../src/core/types.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import { en } from '../../src/ui/messages/en.ts';
import { NOW, spendRow, usageLine, usd } from '../store/setup.ts';
import { ACTOR, ask, escaped, openServer } from './setup.ts';

/** What the pages of spend say of a period, with their own figures held against each other. It is 20 November, 09:00 UTC. */

const dollars = (amount: number): Money => usd(BigInt(Math.round(amount * 100)) * 100_000_000n);
/** Spend of one person on one day, billed unless it is labelled otherwise. */
const spent = (day: string, amount: number, more: Partial<SpendRow> = {}): SpendRow =>
  spendRow({ day, amount: dollars(amount), billed: dollars(amount), tokens: 10n, ...more });
const NOBODY = {
  userEmail: null,
  costCenter: null,
  profileArn: null,
  allocatedBy: null,
  reason: 'directCall',
} as const;

async function serverOf(rows: readonly SpendRow[], change: Partial<ServerDeps> = {}) {
  const server = await openServer(rows, change);
  onTestFinished(async () => {
    await server.close();
    expect(server.faults).toEqual([]);
  });
  const text = async (path: string) => {
    const answer = await ask(server.url, path);
    expect([path, answer.status]).toEqual([path, 200]);
    return answer.text;
  };
  return { ...server, text };
}
/** Cells of a CSV file whose values hold no comma, the rows by their first one, or by what they are. */
function cellsOf(csv: string): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const [head = [], ...rows] = csv
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
  const named = rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ''])));
  const nameOf = ({ row_type, unallocated_reason, ...cells }: Record<string, string>) =>
    row_type === 'unallocated' ? `unallocated:${unallocated_reason}` : Object.values(cells)[0] || row_type;
  return new Map(named.map((row) => [nameOf(row) ?? '', row]));
}
const amountsOf = (csv: string) =>
  Object.fromEntries([...cellsOf(csv)].map(([key, row]) => [key, Number(row.spent_usd)]));

describe('tables of what is known without an owner', () => {
  const rows = [
    spent('2026-11-01', 60),
    spent('2026-11-01', 40, { ...NOBODY, kind: 'output' }),
    spent('2026-11-02', 7, { ...NOBODY, modelKey: 'm3', kind: 'output', label: 'provisional' }),
  ];

  it('hold all of each model and token kind; those of people say what nobody owns', async () => {
    const { text } = await serverOf(rows);
    const models = { m1: 100, m3: 7, total: 107 };
    expect(amountsOf(await text('/models?format=csv'))).toEqual(models);
    expect(amountsOf(await text('/?format=csv&table=model'))).toEqual(models);
    expect(cellsOf(await text('/models?format=csv')).get('m3')?.state).toBe('provisional');
    const kinds = { input: 60, output: 47, total: 107 };
    for (const path of ['/', '/models'])
      expect(amountsOf(await text(`${path}?format=csv&table=tokenKind`))).toEqual(kinds);
    expect(amountsOf(await text('/?format=csv'))).toEqual({
      'CC-1': 60,
      'unallocated:direct call': 47,
      total: 107,
    });
    expect(amountsOf(await text('/?format=csv&table=user'))).toEqual({
      'anna@example.com': 60,
      'unallocated:direct call': 47,
      total: 107,
    });
    // What nobody owns is still told where no row says so.
    expect(await text('/models')).toContain(en.headline.unowned('$47.00'));
  });

  it('lead to lines that add up to the row', async () => {
    const { text } = await serverOf(rows);
    const page = await text('/models');
    const links = [...page.matchAll(/<a href="(\/spend[^"]*(?:model|tokenKind)=[^"]*)">\$([\d.]+)</g)];
    expect(links.map(([, , shown]) => Number(shown)).sort((a, b) => a - b)).toEqual([7, 47, 60, 100]);
    for (const [, href = '', shown] of links) {
      const lines = await text(href.replaceAll('&amp;', '&'));
      expect(lines).toMatch(new RegExp(`class="headline">Sum of \\d+ lines: \\$${shown}\\.`));
    }
  });
});

it('a model without any price has no share that anybody knows', async () => {
  const { text } = await serverOf([
    spent('2026-11-10', 10),
    spent('2026-11-10', 0, { modelKey: 'acme.one', label: 'estimated', rateSource: null }),
  ]);
  expect(await text('/models?format=csv&table=model')).toMatch(
    /^acme\.one,,,,10,10,0,0,0,,estimated,10,,2026-11-01,2026-11-30,USD,item\r?$/m,
  );
  expect(await text('/models')).not.toMatch(/[^\d]0\.0\s%/);
});

describe('until when the bill counts', () => {
  it('is never a day that ended less than 24 hours ago, even where no estimate waits for it', async () => {
    const days = ['2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
    const { text } = await serverOf(days.map((day) => spent(day, 10, { label: 'provisional' })));
    const page = await text('/');
    expect(page).toContain(en.freshness.line(null, '18 Nov'));
    expect(page).toContain(en.spentParts('$20.00', '$20.00'));
    expect(page).toContain('fill="url(#hatch)"');
  });

  it('is no day where the first one is still estimated', async () => {
    const { text } = await serverOf([spent('2026-11-10', 10, { label: 'estimated' })]);
    expect(await text('/')).toContain(en.freshness.line(null, null));
    expect(await text('/')).toContain(en.spentParts(null, '$10.00'));
  });

  it('parts the spend: bills of days that do not count yet are none of it', async () => {
    const { text } = await serverOf([
      spent('2026-11-01', 70.005),
      spent('2026-11-18', 30.005, { label: 'estimated', billed: dollars(35) }),
    ]);
    const page = await text('/');
    expect(page).toContain(en.freshness.line(null, '17 Nov'));
    const [, ...parts] = /Billed \$([\d.]+), estimated \$([\d.]+)</.exec(page) ?? [];
    expect(parts.map(Number).reduce((a, b) => a + b)).toBeCloseTo(100.02, 5);
    expect(await text('/?lang=ja')).toMatch(/請求\$[\d.]+、推定\$[\d.]+</);
    expect(await text('/?start=2026-11-01&endExclusive=2026-11-02')).toMatch(
      /<small>Billed \$[\d.]+<\/small>/,
    );
  });
});

describe('the change', () => {
  const since = spent('2026-09-01', 1);

  it('of the running month is that from the same days last month', async () => {
    const { text } = await serverOf([
      since,
      spent('2026-10-20', 30),
      spent('2026-10-21', 500),
      spent('2026-11-02', 50),
    ]);
    const page = await text('/');
    expect(page).toContain(`<dt>${en.sameDays}</dt>`);
    expect(page).toContain('href="?start=2026-10-01&amp;endExclusive=2026-10-21">$30.00<');
    expect(page).toMatch(new RegExp(`<small>${en.change} \\+\\$20\\.00[ <]`));
    expect(page).toContain(en.changeInMonth);
    for (const path of ['/', '/users', '/models']) expect(await text(path)).toContain('change_usd');
    expect(cellsOf(await text('/users?format=csv')).get('anna@example.com')?.change_usd).toBe('20');
    expect(await text('/?lang=ja')).toContain('<dt>前月同期</dt>');
    // A month that is over is held against all of the one before.
    const past = await text('/?period=lastMonth');
    expect(past).toContain(`<dt>${en.lastPeriod}</dt>`);
    expect(past).toMatch(new RegExp(`<small>${en.change} \\+\\$529\\.00[ <]`));
    expect(past).not.toContain(en.changeInMonth);
  });

  it('of a week is that from the week before, and leads to who made it', async () => {
    const { text } = await serverOf([
      spent('2026-11-10', 30, { costCenter: 'CC-1' }),
      spent('2026-11-17', 50, { costCenter: 'CC-1' }),
      spent('2026-11-02', 1, { costCenter: 'CC-1' }),
    ]);
    const week = 'start=2026-11-16&endExclusive=2026-11-23';
    const page = await text(`/?${week}`);
    expect(page).toContain(`${en.lastPeriod}</dt>`);
    expect(page).not.toContain(en.sameDays);
    const leads = `/explore?group=user&costCenter=CC-1&compare=previous&${week}`;
    expect(page).toContain(`href="${leads.replaceAll('&', '&amp;')}"`);
    expect(await text(leads)).toContain('+$20.00');
  });

  it('is left out where the ledger begins within what it would be compared with', async () => {
    const { text } = await serverOf([spent('2026-10-17', 5), spent('2026-11-02', 50)]);
    const page = await text('/');
    expect(page).toContain(`<small>${en.dataBegin('17 Oct')}</small>`);
    expect(page).not.toContain(`${en.change} +`);
    // Files have the same columns whatever is known.
    for (const path of ['/', '/users', '/models']) expect(await text(path)).not.toContain('change_usd');
    const { 'anna@example.com': anna, total } = Object.fromEntries(cellsOf(await text('/users?format=csv')));
    expect([anna?.change_usd, total?.change_usd]).toEqual(['', '']);
    expect(await text('/?lang=ja')).toContain('データは10月17日からです');
  });
});

describe('a period of days', () => {
  it.each([
    ...['/', '/users', '/cost-centers', '/models', '/coverage', '/bypass', '/spend', '/explore'],
    ...['/reconciliation', '/reconciliation/findings/ownerCheck'],
  ])('that cannot be shown has no file of another one at %s', async (path) => {
    const { text, url } = await serverOf([spent('2026-11-10', 30)]);
    const early = `${path}?start=2019-01-01&endExclusive=2019-02-01`;
    expect(await text(early)).toContain(en.period.refused.early);
    const file = await ask(url, `${early}&format=csv`);
    expect([file.status, file.text.includes(en.period.refused.early)]).toEqual([400, true]);
  });

  it('is asked for by its last day, and led to by the day after it', async () => {
    const { text } = await serverOf([spent('2026-11-10', 30), spent('2026-11-11', 50)]);
    for (const end of [
      'last=2026-11-10',
      'endExclusive=2026-11-11',
      'last=2026-11-12&endExclusive=2026-11-11',
    ]) {
      const page = await text(`/users?start=2026-11-03&${end}`);
      expect(page).toContain('$30.00');
      expect(page).not.toContain('$50.00');
      expect(page).toContain('name="last" value="2026-11-10"');
      expect(page).toContain('start=2026-11-03&amp;endExclusive=2026-11-11');
      expect(page).not.toContain('last=2026');
    }
    expect(await text('/users?start=2026-11-03&last=2026-11-02')).toContain(en.period.refused.order);
    expect(await text('/users?start=2026-11-03&last=never')).toContain(en.period.refused.noDay);
  });
});

/** A page without what keeps figures of its sentences whole. */
const unkept = (page: string) => page.replaceAll(/<\/?span[^>]*>/g, '');

describe('a period of which the ledger holds nothing', () => {
  it('says so instead of figures', async () => {
    const { text } = await serverOf([spent('2026-11-02', 50)]);
    const asked = 'start=2026-03-01&endExclusive=2026-04-01';
    for (const path of ['/', '/users', '/users/anna@example.com']) {
      const page = await text(`${path}?${asked}`);
      expect(unkept(page)).toContain(en.nothingHeld('2 November 2026', '2 November 2026'));
      expect(page).toContain('value="2026-03-01"');
      expect(page).not.toMatch(/<figure|<table|class="kpi|\$0\.00/);
      expect(page).not.toMatch(/Nothing was (compared|found)|Nothing to report/);
    }
    expect(unkept(await text(`/?${asked}&lang=ja`))).toContain('2026年11月2日から2026年11月2日まで');
  });

  it('is one note where nothing was collected yet', async () => {
    const { text } = await serverOf([]);
    for (const path of ['/', '/cost-centers', '/users', '/models']) {
      const page = await text(path);
      expect(page.split(escaped(en.nothingYet))).toHaveLength(2);
      expect(page).toContain('<a href="/jobs">');
      expect(page).not.toMatch(/<figure|<table|class="kpi|\$0\.00|estimates/);
      expect(page).not.toMatch(/Nothing was (compared|found)|Nothing to report/);
      expect(page).not.toContain(en.attention.none);
    }
  });
});

it('a period that is a ready-made one is marked as it, by whatever it is asked for', async () => {
  const { text } = await serverOf([spendRow({ day: '2026-10-20' })]);
  for (const [query, name] of [
    ['start=2026-10-01&endExclusive=2026-11-01', 'Last month'],
    ['start=2026-11-14&endExclusive=2026-11-21', '7 days'],
    ['month=2026-10', 'Last month'],
    ['period=last30', '30 days'],
    ['start=2026-10-02&endExclusive=2026-11-01', undefined],
  ])
    for (const path of ['/', '/charge-back', '/explore']) {
      const choices =
        /class="period".*?class="choices">(.*?)<\/span>/s.exec(await text(`${path}?${query}`))?.[1] ?? '';
      expect([path, /aria-current="true">([^<]*)/.exec(choices)?.[1]]).toEqual([path, name]);
    }
});

describe('budgets of a month that is over', () => {
  const rows = [
    spent('2026-10-02', 90),
    spent('2026-10-02', 90, { userEmail: 'ben@example.com' }),
    spent('2026-11-02', 90),
  ];
  const ben = { userEmail: 'ben@example.com' };

  it('are those that held in it, whatever was decided since', async () => {
    const { text, store } = await serverOf([...rows, spent('2026-11-02', 90, ben)]);
    await store.budgets.set({ kind: 'userDefault' }, dollars(80), ACTOR, '2026-10-01T00:00:00.000Z');
    await store.budgets.set(
      { kind: 'user', key: 'anna@example.com' },
      dollars(70),
      ACTOR,
      '2026-11-03T00:00:00.000Z',
    );
    await store.budgets.set(
      { kind: 'costCenter', key: 'CC-1' },
      dollars(60),
      ACTOR,
      '2026-11-03T00:00:00.000Z',
    );
    const states = async (path: string) =>
      Object.fromEntries(
        [...cellsOf(await text(path))].map(([key, row]) => [
          key,
          `${row.budget_usd} ${row.budget_state}`.trim(),
        ]),
      );
    expect(await states('/users?period=lastMonth&format=csv')).toMatchObject({
      'anna@example.com': '80 over',
      'ben@example.com': '80 over',
    });
    expect(await states('/users?format=csv')).toMatchObject({
      'anna@example.com': '70 over',
      'ben@example.com': '80 over',
    });
    expect(await states('/cost-centers?period=lastMonth&format=csv')).toMatchObject({ 'CC-1': 'none' });

    const own = await text('/users/anna@example.com?period=lastMonth');
    expect(own).toContain('$80.00');
    expect(own).not.toContain('$70.00');
    expect(await text('/users/anna@example.com')).toContain('class="limit"');
    const attention = async (path: string) =>
      /<ul class="attention">.*?<\/ul>/s.exec(await text(path))?.[0] ?? '';
    expect(await attention('/?period=lastMonth')).toContain('ben@example.com');
    expect(await attention('/?period=lastMonth')).not.toMatch(/CC-1/);
    expect(await attention('/')).toContain('CC-1');
  });

  it('are no all-clear where none held', async () => {
    const { text, store } = await serverOf(rows);
    await store.budgets.set({ kind: 'userDefault' }, dollars(80), ACTOR, '2026-11-03T00:00:00.000Z');
    const page = await text('/?period=lastMonth');
    expect(page).toContain(en.attention.noBudget);
    expect(page).not.toContain(en.attention.none);
  });
});

describe('the page of a day', () => {
  it('says why an estimate stands beside a larger bill, and only then', async () => {
    const { text } = await serverOf([
      spent('2026-11-19', 20, { label: 'estimated', billed: dollars(25) }),
      spent('2026-11-12', 20),
    ]);
    expect(await text('/days/2026-11-19')).toContain(escaped(en.day.estimated));
    expect(await text('/days/2026-11-12')).not.toContain(escaped(en.day.estimated));
  });

  it('names the unit of each quantity, on the page and in CSV', async () => {
    const { text, store, lease } = await serverOf([spent('2026-11-12', 20)]);
    await store.charges.replaceDay(
      lease,
      '2026-11-12',
      'usage',
      [''],
      [usageLine({ day: '2026-11-12' })],
      NOW,
    );
    expect(await text('/days/2026-11-12')).toMatch(/<td[^>]*>1K tokens<\/td>/);
    expect(cellsOf(await text('/days/2026-11-12?format=csv&table=charges')).get('Amazon Bedrock')?.unit).toBe(
      '1K tokens',
    );
  });
});

describe('the reconciliation', () => {
  it('says no amount of a side that there is not', async () => {
    const unread = { modelKey: 'unread', service: 'Amazon Bedrock', usageType: 'USE1-Unread-turbo' };
    const { text } = await serverOf([
      spent('2026-11-01', 60),
      spent('2026-11-01', 5, {
        ...NOBODY,
        ...unread,
        kind: 'unknown',
        tokens: 0n,
        reason: 'unknownUsageType',
      }),
    ]);
    const rows = cellsOf(await text('/reconciliation?format=csv&table=models'));
    expect(rows.get('unread')).toMatchObject({
      ...{ billed_usd: '', estimated_usd: '', difference_usd: '', difference_percent: '' },
      ...{ not_compared_usd: '5', verdict: 'billed only' },
    });
    expect(Number(rows.get('total')?.not_compared_usd)).toBe(5 + Number(rows.get('m1')?.not_compared_usd));
  });
});

describe('the page of somebody under whose address nothing was spent', () => {
  it('names the one that is written alike and has spend', async () => {
    const { text, store } = await serverOf([spent('2026-11-01', 60, { userEmail: 'Cleo@example.com' })]);
    const person = (email: string) => ({
      ...{ email, name: email, costCenter: null, active: true, groups: [], manager: null },
    });
    const people = ['cleo@example.com', 'dan@example.com'].map(person);
    await store.people.learn('file', people, { complete: true, actor: ACTOR, now: NOW });
    const said = escaped(en.spellingOf('Cleo@example.com'));
    expect(await text('/users/cleo@example.com')).toContain(said);
    expect(await text('/users/Cleo@example.com')).not.toContain(said);
    expect(await text('/users/dan@example.com')).not.toContain(said);
  });
});
