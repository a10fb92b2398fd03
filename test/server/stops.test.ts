import { afterEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { money } from '../../src/core/money.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { EnforcementSettings } from '../../src/core/stop/settings.ts';
import { hard, ON, stopped } from '../app/stop/stopped.ts';
import { NOW } from '../store/setup.ts';
import { ACTOR, EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask, escaped, post } from './setup.ts';

/** What somebody reads who is stopped or soon will be, and what those who look after it read. */

let c: Awaited<ReturnType<typeof openCompany>>;
afterEach(() => c?.close());

async function open(enforcement: Partial<EnforcementSettings> = {}, set: Partial<Settings> = {}) {
  c = await openCompany({}, undefined, { ...set, enforcement: { ...ON, ...enforcement } });
  return c;
}
const ANN = EMAIL.user;
const as = (who: RoleName) => ({ host: new URL(PUBLIC_URL).host, cookie: c.cookies[who] });
const get = async (path: string, who: RoleName, lang = 'en') =>
  (await ask(c.url, path, { headers: { ...as(who), 'accept-language': lang } })).text;
const send = (path: string, fields: Readonly<Record<string, string>>, who: RoleName) =>
  post(c.url, path, fields, {
    headers: { ...as(who), origin: PUBLIC_URL, 'content-type': 'application/x-www-form-urlencoded' },
  });
/** What a page says, without its marks. */
const said = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the page of somebody', () => {
  it('warns before the limit, in both languages, with the grace and whom to ask', async () => {
    await open();
    await hard(c, ANN, '9.30');
    const en = said(await get('/me', 'user'));
    for (const words of [
      'Models stop answering after about $0.30 more.',
      'Take your grace: $5.00 for 4 hours',
      'Whom to ask:',
    ])
      expect(en).toContain(words);
    expect(said(await get('/me', 'user', 'ja'))).toContain('あと約$0.30で停止します。');
  });

  it('says why, since when, until when, what the client shows, and whom to ask by name', async () => {
    await open({ contact: 'platform@example.com' });
    await stopped(c, await hard(c, ANN, '5'), ANN);
    const page = said(await get('/me', 'user'));
    for (const words of [
      'Stopped since 20 Nov 2026, 09:00 UTC.',
      'Why: your own budget (November 2026, $5.00) is used up: $9.00 was used.',
      'Until: 1 December 2026 (UTC)',
      'AccessDeniedException',
      'with an explicit deny in an identity-based policy',
      'Whom to ask: platform@example.com.',
    ])
      expect(page).toContain(words);
    expect(said(await get('/me', 'user', 'ja'))).toContain('問い合わせ先：platform@example.com');
  });

  it('of a dry run says would, and offers no grace', async () => {
    await open({ mode: 'dryRun' });
    await stopped(c, await hard(c, ANN, '5'), ANN, { isDry: true });
    const page = said(await get('/me', 'user'));
    expect(page).toContain('Would be stopped since');
    expect(page).not.toContain('Take your grace');
    expect(page).not.toContain('AccessDenied');
  });

  it('says nothing where nobody is stopped, nor to whom a stop does not concern', async () => {
    await open({ mode: 'off' });
    await hard(c, ANN, '9.30');
    expect(await get('/me', 'user')).not.toContain('id="stop"');
    await c.close();
    await open();
    await stopped(c, await hard(c, 'Search', '5', 'costCenter'), 'Search', { kind: 'costCenter' });
    expect(await get('/me', 'user')).not.toContain('id="stop"');
  });

  it('says that the cost center stops them, and not what others spent', async () => {
    await open();
    await stopped(c, await hard(c, 'Mobile', '5', 'costCenter'), 'Mobile', { kind: 'costCenter' });
    const page = said(await get('/me', 'user'));
    expect(page).toContain('Why: the budget of the cost center Mobile (November 2026) is used up.');
    expect(page).not.toContain('Take your grace');
    expect(said(await get('/cost-centers/Mobile', 'owner'))).toContain('Take your grace: $5.00');
  });
});

describe('a grace', () => {
  it('is taken with one press, and the page says until when it holds; not a second time', async () => {
    await open();
    const budget = await hard(c, ANN, '5');
    const answer = await send('/stops/grace', { budget, for: ANN, back: 'me' }, 'user');
    expect([answer.status, answer.headers.location]).toEqual([303, '/me?grace=taken#stop']);
    const page = said(await get('/me?grace=taken', 'user'));
    expect(page).toContain('Your grace is taken.');
    expect(page).toContain(
      'A grace of $5.00 holds the stop off until 20 Nov 2026, 13:00 UTC. $1.00 is left with the grace.',
    );
    expect(page).toContain('Models answer again');
    const again = await send('/stops/grace', { budget, for: ANN, back: 'me' }, 'user');
    expect(again.headers.location).toBe('/me?grace=graceTaken#stop');
  });
});

describe('a grace that was taken before the limit', () => {
  it('ends no stop, and is gone from the page once the budget was raised', async () => {
    await open();
    const budget = await hard(c, ANN, '9.30');
    await send('/stops/grace', { budget, for: ANN, back: 'me' }, 'user');
    const page = said(await get('/me?grace=taken', 'user'));
    expect(page).toContain('Your grace is taken.');
    expect(page).toContain(
      'There is a grace of $5.00 until 20 Nov 2026, 13:00 UTC. $5.30 is left with the grace.',
    );
    expect(page).not.toContain('Models answer again');
    expect(page).not.toContain('Not stopped for now');
    expect(said(await get('/budgets', 'admin'))).not.toContain('stop held off');
    await hard(c, ANN, '90');
    expect(await get('/me', 'user')).not.toContain('id="stop"');
  });
});

describe('the list of users', () => {
  const rowsOf = (page: string) =>
    [...page.matchAll(/<tr[^>]*>(?:(?!<\/tr>).)*href="\/users\/(ann|eve)%40.*?<\/tr>/gs)].map(
      ([row, who]) => [who, said(row).includes(' stopped ')],
    );
  it('marks who is stopped, counts them and is narrowed to them', async () => {
    await open();
    await stopped(c, await hard(c, ANN, '5'), ANN);
    const page = await get('/users', 'admin');
    expect(Object.fromEntries(rowsOf(page))).toEqual({ ann: true, eve: false });
    expect(said(page)).toContain('stopped 1 ');
    expect(rowsOf(await get('/users?state=stopped', 'admin'))).toEqual([['ann', true]]);
    // Who is stopped today says nothing about a month that is over.
    expect(said(await get('/users?period=lastMonth', 'admin'))).not.toContain(' stopped ');
  });

  it('of a dry run says would be, and a team is stopped as one', async () => {
    await open({ mode: 'dryRun' });
    const team = await stopped(c, await hard(c, ANN, '5'), EMAIL.manager, { isDry: true, kind: 'team' });
    expect(team).toBe(`stop-${EMAIL.manager}`);
    expect(said(await get('/users?state=stopped', 'admin'))).toContain(' would be stopped ');
    expect(rowsOf(await get('/users?state=stopped', 'admin')).map(([who]) => who)).toEqual(['ann']);
  });
});

describe('the page of stops', () => {
  it('says how it is switched on where it is off', async () => {
    await open({ mode: 'off' });
    expect(said(await get('/stops', 'admin'))).toContain('set enforcement.mode to dryRun');
    expect(await get('/budgets', 'admin')).toContain('href="/stops"');
  });

  it('shows who is stopped with marks and refusals, releases with a reason, and takes it back', async () => {
    await open();
    await stopped(c, await hard(c, ANN, '5'), ANN);
    const mark = {
      ...{
        arn: 'arn:x',
        mark: 'exceeded' as const,
        stopId: `stop-${ANN}`,
        since: '2026-11-20T09:00:00.000Z',
      },
      ...{ effective: null, effectiveAt: '2026-11-20T09:00:00.000Z', isOurs: true, refusals: 1 },
      ...{
        refusedAt: '2026-11-20T09:00:00.000Z',
        lastError: 'AccessDenied: no tags',
        dueAt: '2026-11-20T09:01:00.000Z',
      },
    };
    await c.store.marks.keep(c.lease, [mark], []);
    const page = said(await get('/stops', 'admin'));
    for (const words of ['One stop is in force.', '0 of 1', 'AccessDenied: no tags', 'AWS refused', '$9.00'])
      expect(page).toContain(words);
    const empty = await send(`/stops/stop-${ANN}/release`, { hours: 'x' }, 'admin');
    expect(empty.status).toBe(422);
    expect(empty.text).toContain(escaped('Say why: it is kept with the change.'));
    const done = await send(`/stops/stop-${ANN}/release`, { reason: 'a launch', hours: '' }, 'admin');
    expect(done.headers.location).toBe('/stops?done=released');
    const after = await get('/stops?done=released', 'admin');
    expect(said(after)).toContain('a launch');
    const id = /name="id" value="([^"]+)"/.exec(after)?.[1] ?? '';
    const back = await send('/stops/take-back', { id }, 'admin');
    expect(back.headers.location).toBe('/stops?done=takenBack');
  });
});

describe('the lists of budgets', () => {
  it('say who is stopped and who soon will be', async () => {
    await open();
    await stopped(c, await hard(c, ANN, '5'), ANN);
    await hard(c, 'Mobile', '9.30', 'costCenter');
    const list = said(await get('/budgets', 'admin'));
    expect(list).toContain('stopped');
    expect(list).toContain('stops soon');
    expect(list).toMatch(/stopped 1 /);
    const [whom = ''] = /<tbody>.*<\/tbody>/s.exec(await get('/budgets?state=stopped', 'admin')) ?? [];
    expect([said(whom).includes(ANN), whom.includes('Mobile')]).toEqual([true, false]);
    expect(said(await get('/budgets/over', 'admin'))).toContain('stopped');
    expect(said(await get('/budgets/over', 'manager'))).toContain('stopped');
  });

  it('lead to the budget, which says it too', async () => {
    await open();
    const budget = await hard(c, ANN, '5');
    await stopped(c, budget, ANN);
    expect(said(await get(`/budgets/${budget}`, 'user'))).toContain('Stopped since 20 Nov 2026, 09:00 UTC.');
    expect(said(await get(`/budgets/${budget}`, 'admin'))).toContain(`Why: the budget of ${ANN}`);
  });
});

describe('whom it would have stopped', () => {
  it('is read by a manager of theirs, for a month, and of all budgets where it is asked', async () => {
    await open({ mode: 'off' });
    await hard(c, ANN, '5');
    await hard(c, 'eve@example.com', '5');
    const page = said(await get('/stops/dry-run?month=2026-11', 'manager'));
    expect(page).toContain('Whom it would have stopped in November 2026');
    // $3 on the 3rd, the 10th and the 17th.
    expect(page).toMatch(/One stop would have come into force\..*ann .*10 Nov \$6\.00 \$5\.00 \$3\.00/);
    expect(page).not.toContain('eve@example.com');
    const all = said(await get('/stops/dry-run?month=2026-11', 'admin', 'ja'));
    expect(all).toContain('停止していたはずの対象は2件です。');
    expect(said(await get('/stops/dry-run', 'admin'))).toContain(
      'Whom it would have stopped in October 2026',
    );
    expect(said(await get('/stops/dry-run?month=2026-13', 'admin'))).toContain('A month is written as');
    await c.store.budgets.set({ kind: 'costCenter', key: 'Search' }, money('2'), ACTOR, NOW);
    const path = '/stops/dry-run?month=2026-11';
    expect(said(await get(path, 'admin'))).not.toContain('Search');
    expect(said(await get(`${path}&all=yes`, 'admin'))).toContain('Search');
  });

  it('tells nobody a day of others where days are not shown', async () => {
    const { privacy } = readConfig({});
    await open({}, { privacy: { ...privacy, othersSee: 'months' } });
    await stopped(c, await hard(c, ANN, '5'), ANN);
    const path = '/stops/dry-run?month=2026-11';
    expect(said(await get(path, 'manager'))).toContain('Nobody would have been stopped.');
    expect(said(await get(path, 'user'))).toContain('One stop would have come into force.');
    const list = said(await get('/stops', 'manager'));
    expect(list).toContain(ANN);
    expect(list).not.toContain('$9.00');
  });
});
