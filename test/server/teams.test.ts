import { afterAll, beforeAll, expect, it } from 'vitest';
import { EMAIL, openCompany, PUBLIC_URL, type RoleName } from './roles.ts';
import { ask } from './setup.ts';

/** A team's page, and the lines that its figures lead to. */

let company: Awaited<ReturnType<typeof openCompany>>;
beforeAll(async () => {
  company = await openCompany();
});
afterAll(() => company?.close());

const get = (path: string, role: RoleName) =>
  ask(company.url, path, { headers: { host: new URL(PUBLIC_URL).host, cookie: company.cookies[role] } });
const TEAM = `/teams/${encodeURIComponent(EMAIL.manager)}?start=2026-11-01&endExclusive=2026-12-01`;
const linksOf = (text: string): string[] =>
  [...text.matchAll(/href="(\/spend\?[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

it('every figure of a team leads to its lines', async () => {
  const page = await get(TEAM, 'manager');
  expect([page.status, page.text.includes('$9.00')]).toEqual([200, true]);
  const links = linksOf(page.text);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) {
    expect(new URL(link, 'http://x').searchParams.get('team')).toBe(EMAIL.manager);
    const lines = await get(link, 'manager');
    // Of a whole month, or of one day, on which something was spent or not; what nobody owns is nothing within a team.
    const { start, endExclusive, reason } = Object.fromEntries(new URL(link, 'http://x').searchParams);
    const whole = endExclusive === '2026-12-01';
    const some = ['2026-11-03', '2026-11-10', '2026-11-17'].includes(start ?? '');
    const expected =
      reason === 'any'
        ? /: \$0\.00\.$/
        : whole
          ? /of 3 lines: \$9\.00\./
          : some
            ? /of 1 lines: \$3\.00\./
            : /: \$0\.00\.$/;
    expect([link, lines.status]).toEqual([link, 200]);
    expect([link, /class="headline">([^<]*)/.exec(lines.text)?.[1]]).toEqual([
      link,
      expect.stringMatching(expected),
    ]);
    expect(lines.text).not.toContain('eve@example.com');
  }
});

it.each([
  ['a team that is not theirs', 'user', EMAIL.manager],
  ['a team that there is not', 'finance', 'nobody@example.com'],
  ['somebody who leads nobody', 'finance', EMAIL.user],
] as const)('lines of %s are none', async (_name, role, manager) => {
  const query = new URLSearchParams({ start: '2026-11-01', endExclusive: '2026-12-01', team: manager });
  const lines = await get(`/spend?${query}`, role);
  expect(lines.text).toContain('Sum of 0 lines: $0.00.');
});

it('a person of another team is not in this one, whoever asks', async () => {
  const query = new URLSearchParams({ start: '2026-11-01', endExclusive: '2026-12-01', team: EMAIL.manager });
  const ofAnn = await get(`/spend?${query}&user=${EMAIL.user}`, 'finance');
  expect(ofAnn.text).toContain('Sum of 3 lines: $9.00.');
  const ofEve = await get(`/spend?${query}&user=eve@example.com`, 'finance');
  expect(ofEve.text).toContain('Sum of 0 lines: $0.00.');
});

it('holds each against their own budget, and no cost center against the part that is the team’s', async () => {
  const { text } = await get(
    `/teams/${encodeURIComponent(EMAIL.manager)}?start=2026-11-01&endExclusive=2026-12-01`,
    'finance',
  );
  const table = (id: string) => new RegExp(`id="table-${id}".*?</section>`, 's').exec(text)?.[0] ?? '';
  expect(table('main')).toContain('$20.00');
  expect(table('costCenter')).toContain('Mobile');
  expect(table('costCenter')).not.toContain('$20.00');
});
