import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { money } from '../../src/core/money.ts';
import type { Profile } from '../../src/core/types.ts';
import { en } from '../../src/ui/messages/en.ts';
import { PLACE, spendRow } from '../store/setup.ts';
import { type Company, DAY, openPrivate, type Server, served, UMA } from './privacyWorld.ts';
import { EMAIL, PUBLIC_URL } from './roles.ts';
import { ask } from './setup.ts';

/** Who looked at whose figures, and what whoever gets a profile learns of whoever had it before. */

let company: Company;
let servers: Record<'days' | 'months' | 'nothing', Server>;
beforeAll(async () => {
  company = await openPrivate();
  const serve = (othersSee: 'days' | 'months' | 'nothing') => served(company, { othersSee });
  servers = { days: await serve('days'), months: await serve('months'), nothing: await serve('nothing') };
});
afterAll(async () => {
  for (const server of Object.values(servers ?? {})) await server.close();
  await company?.close();
});
const enc = encodeURIComponent;

describe('who looked', () => {
  const looked = async (person: string) =>
    (await company.store.looks.at(person, { limit: 100, offset: 0 })).looks.map(
      ({ viewer, kind }) => `${viewer} ${kind}`,
    );
  it('is known to whom they looked at, once a day and kind, and not of oneself', async () => {
    await servers.days.get('owner', `/users/${enc(UMA)}`);
    await servers.days.get('owner', `/users/${enc(UMA)}?month=2026-10`);
    await servers.days.get('user', '/me');
    await expect.poll(() => looked(UMA)).toContain(`${EMAIL.owner} page`);
    const seen = await looked(UMA);
    expect(seen).toEqual([...new Set(seen)]);
    expect((await looked(EMAIL.user)).filter((one) => one.startsWith(EMAIL.user))).toEqual([]);
    const page = await servers.days.get('admin', `/privacy?person=${enc(UMA)}`);
    expect(page.text.replaceAll('<wbr/>', '')).toContain(EMAIL.owner);
  });
  it('tells files, programs and lists apart', async () => {
    await servers.days.get('manager', '/users?format=csv');
    await servers.days.get('manager', '/users');
    await servers.days.get('manager', `/api/v1/users/${enc(UMA)}`);
    await expect
      .poll(async () => (await looked(UMA)).filter((one) => one.startsWith(EMAIL.manager)))
      .toEqual(expect.arrayContaining(['file', 'list', 'api'].map((kind) => `${EMAIL.manager} ${kind}`)));
  });
  it('is known as well where a profile is looked at, and the sum of lines without the lines', async () => {
    const october = DAY('2026-10-01', '2026-11-01');
    await servers.days.get('owner', `/explore?group=profile&${october}`);
    await servers.days.get('owner', `/api/v1/spend?groupBy=profile&${october}`);
    const sum = await servers.days.get('owner', `/spend?user=${enc('p1@example.com')}&page=99&${october}`);
    expect(sum.text).toContain('$10.00');
    await expect
      .poll(() => looked(UMA))
      .toEqual(expect.arrayContaining([`${EMAIL.owner} list`, `${EMAIL.owner} api`]));
    await expect.poll(() => looked('p1@example.com')).toContain(`${EMAIL.owner} page`);
  });
  it('is shown to nobody else but administrators', async () => {
    for (const role of ['user', 'manager', 'owner', 'finance'] as const)
      expect((await servers.days.get(role, `/privacy?person=${enc(UMA)}`)).status).toBe(403);
  });
});

describe('a profile that was handed over', () => {
  /** A profile that was Eve's or Ann's until the twelfth of November. */
  async function handedOver(shortId: string, before: string, owner: string) {
    const { store } = company;
    const [ann] = (await store.profiles.all()).filter(({ shortId }) => shortId === 'annprofile');
    const { firstSeenAt: _, lastSeenAt: __, goneAt: ___, history: ____, ...profile } = ann as Profile;
    const arn = profile.arn.replace('annprofile', shortId);
    for (const [from, UserEmail] of [
      ['2026-11-01T00:00:00.000Z', before],
      ['2026-11-12T00:00:00.000Z', owner],
    ] as const) {
      const history = [{ from, tags: { UserEmail, CostCenter: 'Mobile' } }];
      const seen = { firstSeenAt: from, lastSeenAt: from, goneAt: null, history };
      await store.profiles.addCreated({ ...profile, shortId, arn, ...seen }, { id: 'local:tester' }, from);
    }
    return arn;
  }

  it('is among what is kept of whoever has it by the days that it was theirs', async () => {
    const { store, lease } = company;
    await handedOver('handed', 'eve@example.com', EMAIL.user);
    const series = { dimension: 'handed', kind: 'input' as const };
    const hours = ['2026-11-10T09:00:00.000Z', '2026-11-12T09:00:00.000Z'].map((hour) => ({
      ...{ ...PLACE, ...series, hour },
      tokens: 7n,
    }));
    const [start, end] = ['2026-11-01T00:00:00.000Z', '2026-11-20T00:00:00.000Z'];
    await store.usage.replaceHours(lease, PLACE, [series], start, end, hours);
    const { tokenUsage } = JSON.parse((await servers.nothing.get('user', '/me/data')).text);
    expect(tokenUsage.map(({ hour }: { hour: string }) => hour)).toEqual(['2026-11-12T09:00:00.000Z']);
  });

  it('shows whoever has it no days of whoever had it, where others see none', async () => {
    const { store, lease } = company;
    const arn = await handedOver('taken', EMAIL.user, EMAIL.manager);
    const day = '2026-11-06';
    const amount = money('13.13');
    const row = spendRow({
      day,
      userEmail: EMAIL.user,
      costCenter: 'Mobile',
      profileArn: arn,
      amount,
      billed: amount,
    });
    await store.spend.replaceDay(lease, day, [row], [], day);
    expect((await servers.months.get('manager', '/profiles/taken')).text).not.toContain('13.13');
    expect((await servers.days.get('manager', '/profiles/taken')).text).toContain('13.13');
    await expect
      .poll(async () => (await store.looks.at(EMAIL.user, { limit: 100, offset: 0 })).looks)
      .toContainEqual(expect.objectContaining({ viewer: EMAIL.manager, kind: 'page' }));
  });
});

describe('an address', () => {
  it.each([
    [EMAIL.admin, 'addresses', 'alias', UMA],
    [EMAIL.admin, 'rename', 'email', UMA],
    [UMA, 'addresses', 'alias', EMAIL.admin],
    [UMA, 'rename', 'email', EMAIL.admin],
  ])(
    'of somebody else is not joined to one’s own where others are kept back: of %s by %s',
    async (person, what, field, value) => {
      const { host } = new URL(PUBLIC_URL);
      const headers = {
        ...{ host, origin: PUBLIC_URL, cookie: company.cookies.admin },
        'content-type': 'application/x-www-form-urlencoded',
      };
      const body = new URLSearchParams({ [field]: value, sure: 'on' }).toString();
      const path = `/people/${enc(person)}/${what}`;
      const { status, text } = await ask(servers.months.url, path, { method: 'POST', headers, body });
      expect([status, text.includes(en.invalid.addressForOneself)]).toEqual([422, true]);
      expect(await company.store.people.aliases()).toEqual([]);
    },
  );
});
