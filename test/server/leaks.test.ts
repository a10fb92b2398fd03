import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZERO } from '../../src/core/money.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ofMonth } from '../alertOf.ts';
import { NOW, usd } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask } from './setup.ts';

/** What a page says beside its rows must not tell what its rows do not. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company?.close());

const page = (role: RoleName, path: string) =>
  ask(company.url, path, { headers: { host: new URL(PUBLIC_URL).host, cookie: company.cookies[role] } });
const RANGE = 'start=2026-11-01&endExclusive=2026-12-01';
const arnOf = async (shortId: string) =>
  (await company.store.profiles.all()).find((one) => one.shortId === shortId)?.arn ?? '';
const lines = (arn: string) => `/spend?${RANGE}&profile=${encodeURIComponent(arn)}`;

const explored = (arn: string) => `/explore?${RANGE}&profile=${encodeURIComponent(arn)}`;
/** Without the profiles to choose from: these are one's own. */
const chips = (text: string) => /<ul class="chips".*?<\/ul>/s.exec(text)?.[0] ?? '';

describe.each([
  ['lines', lines],
  ['a question', explored],
])('%s of a profile', (_, of) => {
  it("names one's own, and of somebody else's tells no more than of one that there is not", async () => {
    const [own, other] = [await arnOf('annprofile'), await arnOf('eveprofile')];
    const nobodys = other.replace('eveprofile', 'notprofile');
    expect(chips((await page('user', of(own))).text)).toContain('profile of annprofile');
    expect(chips((await page('finance', of(other))).text)).toContain('profile of eveprofile');
    for (const role of ['user', 'manager', 'owner'] as const) {
      const [asked, unknown] = [await page(role, of(other)), await page(role, of(nobodys))];
      expect(chips(asked.text)).not.toContain('profile of');
      expect(asked.text.replaceAll('eveprofile', 'notprofile')).toBe(unknown.text);
    }
  });
});

describe('a question of a person', () => {
  it('names whoever is seen, and says of others no more than of one that there is not', async () => {
    const named = (email: string, name: string, costCenter: string, manager: string) => ({
      ...{ email, name, costCenter, manager },
      ...{ active: true, groups: [] },
    });
    await company.store.people.learn(
      'file',
      [
        named('eve@example.com', 'Evelyn Hidden', 'Search', 'mallory@example.com'),
        named(EMAIL.user, 'Anna Seen', 'Mobile', 'carl@example.com'),
      ],
      { complete: false, actor: { id: 'x' }, now: NOW },
    );
    const of = (email: string) => `/explore?${RANGE}&user=${encodeURIComponent(email)}`;
    for (const role of ['user', 'manager', 'owner'] as const) {
      expect(chips((await page(role, of(EMAIL.user))).text)).toContain('Anna Seen');
      const [asked, unknown] = [
        await page(role, of('eve@example.com')),
        await page(role, of('xyz@example.com')),
      ];
      expect(asked.text).not.toContain('Evelyn');
      expect(asked.text.replaceAll('eve@', 'xyz@').replaceAll('eve%40', 'xyz%40')).toBe(unknown.text);
    }
    expect(chips((await page('finance', of('eve@example.com'))).text)).toContain('Evelyn Hidden');
  });
});

describe('lines of a profile', () => {
  it('lead to the day of the bill only whoever may open it', async () => {
    const own = lines(await arnOf('annprofile'));
    expect((await page('finance', own)).text).toContain('href="/days/2026-11');
    expect((await page('user', own)).text).not.toContain('href="/days/');
  });

  it("name one's own in a period in which nothing was spent with it", async () => {
    const quiet = lines(await arnOf('annprofile')).replace(RANGE, 'start=2026-11-04&endExclusive=2026-11-05');
    expect((await page('user', quiet)).text).toContain('profile of annprofile');
  });
});

describe('alerts', () => {
  it('do not say that nobody was told where somebody else was', async () => {
    const crossed = (thresholdPercent: number, send: { channel: 'email'; target: string }[]) =>
      ofMonth({
        budgetId: company.budgets.own,
        scopeKind: 'user' as const,
        scopeKey: EMAIL.user,
        version: 1,
        month: '2026-11',
        thresholdPercent,
        spent: usd(10n),
        budget: usd(10n),
        cautious: ZERO,
        unpricedTokens: 0n,
        label: 'final' as const,
        staleSince: null,
        crossedAt: NOW,
        send,
      });
    const told = [{ channel: 'email' as const, target: 'secret@example.com' }];
    await company.store.alerts.record(company.lease, [crossed(100, told), crossed(80, [])], NOW);
    await company.store.alerts.record(
      company.lease,
      [ofMonth({ ...crossed(50, []), month: '2026-10', periodStart: '2026-10-01' })],
      NOW,
    );
    for (const role of ['user', 'manager'] as const) {
      const { text } = await page(role, '/alerts?format=csv');
      expect(text).not.toContain('secret@example.com');
      const messages = text
        .split(/\r?\n/)
        .flatMap((line) => /,(100|80|50),.*,([^,]*)$/.exec(line)?.[0] ?? []);
      expect(messages.find((line) => line.startsWith(',100'))).toContain(en.alerts.others);
      expect(messages.find((line) => line.startsWith(',80'))).toContain(en.alerts.covered);
      expect(messages.find((line) => line.startsWith(',50'))).toContain('nobody');
    }
    expect((await page('finance', '/alerts?format=csv')).text).toContain('secret@example.com');
  });
});

describe('the audit log', () => {
  it('keeps of an address no line of its own and nothing that a terminal or a reader obeys', async () => {
    await page('user', '/users/%0AX%1B%5B31m%E2%80%AEb%E2%80%A8%C2%85@example.com');
    const [entry] = await company.store.audit.list({ limit: 1, action: 'access.refuse' });
    expect(entry?.subject).toBe('GET /users/%0AX%1B[31m%E2%80%AEb%E2%80%A8%C2%85@example.com');
  });
});
