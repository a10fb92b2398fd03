import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZERO } from '../../src/core/money.ts';
import { addDays } from '../../src/core/periods.ts';
import type { SpendRow } from '../../src/core/types.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ofMonth } from '../alertOf.ts';
import { COMPANY } from '../store/company.ts';
import { listedProfile, NOW, PLACE, spendRow, usd } from '../store/setup.ts';
import { type Answer, ask, escaped, openServer, post } from './setup.ts';

/** Pages as a server answers them: the right status, nothing unescaped, nothing that a strange address can break. */

const STRANGE = [
  'R&D / 東京 <b>',
  '<script>alert(1)</script>',
  `it's "quoted"`,
  '100 % / 50%25 off',
  '%2e%2e%2fetc',
  'a/b/c',
  '#1? yes & no=1',
  'émile+team;v=1',
  'unknown',
  '__proto__',
  'constructor',
  '🦊 \\ back',
  ' spaced  out ',
];
const strangeRows: readonly SpendRow[] = STRANGE.map((name, i) =>
  spendRow({
    costCenter: name,
    userEmail: `${name}@example.com`,
    modelKey: `model ${name}`,
    profileArn: `arn:aws:bedrock:us-east-1:1:application-inference-profile/strange${i}`,
    amount: usd(10_000_000_000n * BigInt(i + 1)),
    tokens: 5n,
  }),
);
/** One page of each kind: the others are drawn by the same code. */
const KINDS = [
  '/',
  '/cost-centers/CC-1',
  '/spend',
  '/rates',
  '/profiles',
  '/profiles/p1',
  '/budgets',
  '/alerts',
  '/reconciliation',
  '/jobs',
  '/audit',
  '/me',
  '/days/2026-11-01',
];

let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer([...COMPANY, ...strangeRows]);
  const listed = [listedProfile('p1'), listedProfile('<i>p2</i>')];
  const tags = new Map(
    listed.map((one) => [one.arn, { UserEmail: '<u>@example.com', CostCenter: 'R&D / 東京 <b>' }]),
  );
  await server.store.profiles.replacePlace(server.lease, PLACE, listed, tags, NOW);
});
afterAll(async () => {
  await server.close();
  expect(server.faults).toEqual([]);
});

const page = (path: string, headers: Record<string, string> = {}) => ask(server.url, path, { headers });
/** Addresses that a page links to, as a browser reads them out of the HTML. */
const links = ({ text }: Answer) =>
  [...text.matchAll(/href="([^"]*)"/g)].map(([, href = '']) =>
    href
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  );

describe('what is not there', () => {
  it.each([
    ['/users/nobody@example.com', '/users'],
    ['/cost-centers/CC-404', '/cost-centers'],
    ['/models/no-such-model', '/models'],
    ['/profiles/nosuchid', '/profiles'],
    ['/profiles/nosuchid/delete', '/profiles'],
    ['/days/2026-02-30', '/reconciliation'],
    ['/days/yesterday', '/reconciliation'],
    ['/days/2999-01-01', '/reconciliation'],
    ['/days/0000-01-01', '/reconciliation'],
    ['/days/9999-12-31', '/reconciliation'],
  ])('%s is 404, does not repeat what was looked for, and leads to %s', async (path, list) => {
    const answer = await page(path);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/html; charset=UTF-8');
    expect(answer.text).not.toContain(escaped(path.split('/')[2] ?? ''));
    expect(links(answer)).toEqual(expect.arrayContaining([list, '/']));
  });

  it.each([
    '/nothing',
    '/users/a/b',
    '/budgets/no-such-id/remove',
    '/days',
    '/assets/old.css',
    '/inbox',
    '/users/%E0%A4%A',
    '/users/%',
    '/users/%00',
    '/cost-centers/..%2f..%2fetc%2fpasswd',
    '/users/__proto__',
    '//evil.example/',
  ])('%s is 404 with the way back', async (path) => {
    const answer = await page(path);
    expect(answer.status).toBe(404);
    expect(links(answer)).toContain('/');
    // No link of it leads to another site.
    expect(links(answer).filter((link) => !/^(\/(?!\/)|#|\?|data:,$)/.test(link))).toEqual([]);
  });

  it('is never written back as markup', async () => {
    for (const path of ['/users/', '/cost-centers/', '/models/', '/profiles/', '/days/']) {
      const answer = await page(`${path}%3Cscript%3Ealert(1)%3C%2Fscript%3E%22onload=%22`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.text).not.toContain('<script>alert');
      expect(answer.text).not.toContain('"onload="');
    }
  });

  it('is told in Japanese to whoever reads it', async () => {
    const answer = await page('/users/nobody', { 'accept-language': 'ja' });
    expect(answer.text).toContain('lang="ja"');
    expect(answer.text).toContain('利用実績');
  });
});

describe('names of any kind', () => {
  it.each([
    ['/cost-centers', STRANGE],
    ['/users', STRANGE.map((name) => `${name}@example.com`)],
    ['/models', STRANGE.map((name) => `model ${name}`)],
  ])('of %s are shown as they are and lead to their own page', async (list, names) => {
    const answer = await page(list);
    expect(answer.status).toBe(200);
    const all = links(answer);
    for (const name of names) {
      // E-mails may break before their @.
      expect(answer.text.replaceAll('<wbr/>', '')).toContain(`>${escaped(name)}<`);
      const href = `${list}/${encodeURIComponent(name)}`;
      expect(all).toContain(href);
      const own = await page(href);
      expect([name, own.status]).toEqual([name, 200]);
      expect(own.text.replaceAll('<wbr/>', '')).toContain(`<h1>${escaped(name)}</h1>`);
      expect(own.text).not.toMatch(/<script>|<b>|<i>|<u>/);
      // Every link of the page that keeps to the page, sorting and language among them, leads to it again.
      const same = links(own).filter((link) => link.includes('lang=') || link.includes('sort='));
      expect(same.length).toBeGreaterThan(2);
      for (const link of [
        same.find((one) => one.includes('lang=')),
        same.find((one) => one.includes('sort=')),
      ]) {
        const { pathname, search } = new URL(link ?? '', server.url);
        const again = await page(pathname + search);
        expect([link, again.status]).toEqual([link, 200]);
        expect(again.text.replaceAll('<wbr/>', '')).toContain(`<h1>${escaped(name)}</h1>`);
      }
    }
  });

  it('of profiles and their owners are escaped', async () => {
    const answer = await page('/profiles');
    expect(answer.text).toContain('&lt;i&gt;p2&lt;/i&gt;');
    expect(answer.text).not.toMatch(/<i>|<u>/);
    expect((await page('/profiles/%3Ci%3Ep2%3C%2Fi%3E')).status).toBe(200);
  });
});

describe('what others wrote', () => {
  it('in mails and reasons is text, on the page and in CSV', async () => {
    const evil = '<script>alert(1)</script>';
    const mail = { at: NOW, to: `${evil}@example.com`, subject: `=${evil}`, text: `</pre>${evil}` };
    const demo = await openServer(COMPANY, { inbox: () => [mail] });
    const actor = { id: 'local:tester', reason: `=${evil}` };
    await demo.store.budgets.set({ kind: 'costCenter', key: `"${evil}` }, usd(1n), actor, NOW);
    for (const path of ['/inbox', '/audit', '/budgets']) {
      const answer = await ask(demo.url, path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.text).not.toContain('<script>alert');
      expect(answer.text).toContain(escaped(evil));
    }
    for (const path of ['/inbox', '/audit']) {
      const { text } = await ask(demo.url, `${path}?format=csv`);
      expect(text).toContain(`'=${evil}`);
      expect(text).not.toContain(`,=${evil}`);
    }
    expect(demo.faults).toEqual([]);
    await demo.close();
  });
});

describe('odd addresses', () => {
  it.each([
    'period=nonsense',
    'period=lastMonth&start=2026-11-01',
    'start=2026-02-30&endExclusive=2026-12-01',
    'start=2026-11-20&endExclusive=2026-11-01',
    'start=0000-01-01&endExclusive=0000-01-02',
    'start=0001-01-01&endExclusive=9999-12-31',
    'start=9998-01-01&endExclusive=9999-12-31',
    'start=1990-01-01&endExclusive=2026-11-21',
    'start=&endExclusive=',
    'start=2026-11-01&start=2026-11-02&endExclusive=2026-11-05',
    'start[]=2026-11-01&endExclusive[]=2026-11-02',
    'start=%E0%A4%A&endExclusive=%FF',
    'sort=nonsense',
    'sort=-',
    'sort=--amount_usd',
    'sort=__proto__',
    'sort=trend&page=2',
    'page=0',
    'page=-5',
    'page=1e999',
    'page=abc',
    'page=999999',
    'page=1.7',
    'q=%00',
    `q=${'x'.repeat(5000)}`,
    'q=%3Cscript%3Ealert(1)%3C/script%3E',
    'q=.*%5B(',
    'model.q=x&model.page=99&model.sort=-tokens',
    '__proto__=1&constructor=2&toString=3',
    'lang=xx&theme=purple',
    'lang=__proto__&theme=constructor',
    'done=constructor',
    'done=__proto__',
    'format=CSV',
    'table=nonsense&format=csv',
    'from=-1',
    'tokenKind=constructor&reason=__proto__&model=toString&profile=constructor&costCenter=%00',
    'user=%3Cscript%3Ealert(1)%3C/script%3E&account=x&region=y',
    `user=${'x'.repeat(5000)}`,
    'on=2026-02-30',
    'scope=constructor&key=%3Cb%3E&amount=1e9',
    'from=99999999999',
    'before=nonsense',
    '%',
    '&&&=&=',
    'a=1?b=2#c',
  ])('?%s break no page', async (query) => {
    for (const path of KINDS) {
      const first = await page(`${path}?${query}`);
      // A link of before the form of budgets had a page of its own leads there.
      const isForm = path === '/budgets' && first.status === 303;
      const answer = isForm ? await page(first.headers.location ?? '') : first;
      expect([path, answer.status]).toEqual([path, 200]);
      if (answer.headers['content-type']?.startsWith('text/html'))
        expect(answer.text).not.toContain('<script>alert');
      expect(answer.text).not.toContain('Invalid Date');
      expect(answer.text).not.toContain('NaN');
      expect(answer.text).not.toContain('function Object');
    }
  });

  it('a day that is none is told in words on the list of budgets, which is that of today', async () => {
    const { text } = await page('/budgets?on=2026-02-30');
    expect(text).toContain(en.invalid.dayWritten);
    expect((await page('/budgets?on=2026-11-01')).text).not.toContain(en.invalid.dayWritten);
  });

  it('many budgets of which nothing was handed in are no file that is too long', async () => {
    const { status, text } = await post(server.url, '/budgets/many', { rows: '' });
    expect([status, text.includes(en.budgetsMany.fileAgain)]).toEqual([422, false]);
  });

  it.each([
    ['start=2026-02-30&endExclusive=2026-12-01', 'noDay'],
    ['start=2026-11-20', 'noDay'],
    ['start=2026-11-20&endExclusive=2026-11-10', 'order'],
    ['start=2027-01-01&endExclusive=2027-02-01', 'future'],
    ['start=0001-01-01&endExclusive=9999-12-31', 'early'],
    ['start=2021-01-01&endExclusive=2026-11-01', 'long'],
    ['period=x', 'unknown'],
    ['month=2026-13', 'noMonth'],
    ['month=2027-01', 'future'],
  ] as const)(
    '?%s is refused in words; the running month is shown, and what was typed is kept',
    async (query, fault) => {
      const answer = await page(`/?${query}`);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain(escaped(en.period.refused[fault]));
      expect(answer.text).toContain(escaped(en.period.insteadRunning));
      const { start = '', endExclusive = '' } = Object.fromEntries(new URLSearchParams(query));
      const last = endExclusive === '' ? '' : addDays(endExclusive, -1);
      for (const [name, value] of Object.entries({ start, last }))
        expect(answer.text).toMatch(new RegExp(`name="${name}" value="${value}"`));
      expect((await page('/')).text).not.toContain(escaped(en.period.insteadRunning));
    },
  );

  it.each(['/', '/users', '/reconciliation', '/spend'])(
    'a month is asked for as in the API, and a slip in a name is told: %s',
    async (path) => {
      const ofMonth = await page(`${path}?month=2026-10&users.q=a&page=2`);
      const ofDays = await page(`${path}?start=2026-10-01&endExclusive=2026-11-01`);
      expect(ofMonth.text).toContain('name="start" value="2026-10-01"');
      expect(ofMonth.text).not.toContain('means nothing to this page');
      expect(ofDays.text).not.toContain('means nothing to this page');
      const slip = await page(`${path}?mnth=2026-10`);
      expect(slip.text).toContain(escaped(en.period.stray('mnth', ['month'])));
    },
  );

  it('with parameters too long to be any are refused before they cost anything', async () => {
    expect((await page(`/?q=${'x'.repeat(20_000)}`)).status).toBe(431);
  });

  it('cookies of strange values change nothing', async () => {
    const answer = await page('/', { cookie: 'lang=%E0%A4%A; theme=<script>; lang=fr' });
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('<html lang="en">');
  });
});

describe('alerts', () => {
  it('say that a lower threshold was told by the higher one only where that one was sent', async () => {
    const server = await openServer();
    const { budget } = await server.store.budgets.set(
      { kind: 'userDefault' },
      usd(10n),
      { id: 'local:tester' },
      NOW,
    );
    const crossed = (scopeKey: string, month: string, thresholdPercent: number, target: string | null) =>
      ofMonth({
        budgetId: budget.id,
        scopeKind: 'user' as const,
        scopeKey,
        version: 1,
        month,
        thresholdPercent,
        spent: usd(10n),
        budget: usd(10n),
        cautious: ZERO,
        unpricedTokens: 0n,
        label: 'final' as const,
        staleSince: null,
        crossedAt: NOW,
        send: target === null ? [] : [{ channel: 'email' as const, target }],
      });
    await server.store.alerts.record(
      server.lease,
      [
        crossed('ann', '2026-11', 80, null),
        crossed('ann', '2026-11', 100, 'ann@example.com'),
        crossed('ben', '2026-11', 80, null),
        crossed('ben', '2026-11', 100, null),
        crossed('eve', '2026-10', 80, null),
        crossed('eve', '2026-11', 100, 'eve@example.com'),
      ],
      NOW,
    );
    const { text } = await ask(server.url, '/alerts?format=csv');
    const told = text
      .split(/\r?\n/)
      .flatMap((line) => /,(ann|ben|eve),(\d+),.*,([^,]*),0,,0$/.exec(line)?.slice(1) ?? []);
    expect(
      told
        .join(' ')
        .match(/(ann|ben|eve) 80 \S+/g)
        ?.sort(),
    ).toEqual([`ann 80 ${en.alerts.covered.split(' ')[0]}`, 'ben 80 nobody', 'eve 80 nobody']);
    await server.close();
  });
});

describe('before anything was collected', () => {
  it('every page says so and what to do', async () => {
    const empty = await openServer();
    const words: Record<string, string> = {
      '/': en.nothingYet,
      '/cost-centers': en.nothingYet,
      '/users': en.nothingYet,
      '/models': en.nothingYet,
      '/reconciliation': en.nothingYet,
      '/days/2026-11-01': en.nothingYet,
      '/me': en.nothingYet,
      '/spend': en.nothingYet,
      '/profiles': en.profiles.empty,
      '/budgets': en.budgets.empty,
      '/alerts': en.alerts.empty,
      '/jobs': en.jobs.empty,
      '/audit': en.audit.empty,
    };
    for (const [path, text] of Object.entries(words)) {
      const answer = await ask(empty.url, path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(answer.text, path).toContain(escaped(text));
      expect(answer.text, path).not.toMatch(/NaN|Infinity|undefined|Invalid Date/);
    }
    // What was never read is no zero, and the way on is beside it.
    for (const path of ['/charge-back', '/explore', '/reconciliation']) {
      const { text } = await ask(empty.url, path);
      expect([path, text.includes(escaped(en.nothingYet)), text.includes('href="/setup"')]).toEqual([
        path,
        true,
        true,
      ]);
      expect(text, path).not.toContain('$0.00');
    }
    for (const path of Object.keys(words)) {
      const csv = await ask(empty.url, `${path}?format=csv`);
      expect([path, csv.status]).toEqual([path, 200]);
    }
    expect(empty.faults).toEqual([]);
    await empty.close();
  });
});

describe('headers', () => {
  const PATHS = [
    '/',
    '/users/nobody',
    '/nothing',
    '/api/v1/jobs',
    '/api/v1/spend',
    '/api/v1/nothing',
    '/healthz',
    '/readyz',
    '/assets/style.css',
    '/users?format=csv',
  ];

  it('that keep a page from being misused are on every answer, also on refusals', async () => {
    const answers = [
      ...(await Promise.all(PATHS.map((path) => page(path)))),
      await page('/', { host: 'evil.example' }),
      await ask(server.url, '/budgets', {
        method: 'POST',
        body: 'x',
        headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      }),
      await ask(server.url, '/budgets', {
        method: 'POST',
        body: 'x'.repeat(300_000),
        headers: { origin: server.url },
      }),
      await ask(server.url, '/nothing', { method: 'DELETE', headers: { origin: server.url } }),
    ];
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([200, 400, 403, 404, 413, 422, 503]),
    );
    for (const { headers } of answers) {
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toMatch(/DENY|SAMEORIGIN/);
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['x-powered-by']).toBeUndefined();
    }
  });

  it('let figures be kept by nobody, and style and script for ever', async () => {
    for (const path of PATHS.filter((one) => !one.startsWith('/assets/')))
      expect([path, (await page(path)).headers['cache-control']]).toEqual([path, 'private, no-cache']);
    expect((await page('/assets/style.css')).headers['cache-control']).toBe(
      'public, max-age=31536000, immutable',
    );
  });

  it('say when an answer is compressed', async () => {
    const answer = await fetch(`${server.url}/users`, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('vary')).toMatch(/accept-encoding/i);
    expect(await answer.text()).toContain('</html>');
    expect((await page('/users')).headers['content-encoding']).toBeUndefined();
  });

  it('of HEAD are those of GET, without a body', async () => {
    for (const path of PATHS) {
      const [head, get] = [await ask(server.url, path, { method: 'HEAD' }), await page(path)];
      expect([path, head.status, head.text]).toEqual([path, get.status, '']);
      expect(head.headers['content-type']).toBe(get.headers['content-type']);
    }
  });
});

describe('the lines of a figure', () => {
  it('of a cost center called any or none are its own', async () => {
    const [any, none] = ['any', 'none'].map((costCenter, i) =>
      spendRow({
        costCenter,
        userEmail: `${costCenter}@example.com`,
        amount: usd(10_000_000_000n * BigInt(i + 1)),
      }),
    );
    const other = await openServer([...COMPANY, ...(any && none ? [any, none] : [])]);
    for (const name of ['any', 'none']) {
      const [, href = ''] =
        new RegExp(`href="(/spend[^"]*costCenter=${name}[^"]*)"`).exec(
          (await ask(other.url, '/cost-centers')).text,
        ) ?? [];
      const { text } = await ask(other.url, `${href.replaceAll('&amp;', '&')}&format=csv`);
      expect(text.trim().split('\n')).toHaveLength(2);
      expect(text).toContain(`${name}@example.com`);
    }
    const without = await ask(other.url, '/spend?costCenter=(none)&user=cy@example.com&format=csv');
    expect(without.text.trim().split('\n')).toHaveLength(2);
    const unowned = await ask(other.url, '/spend?reason=any&format=csv');
    expect(unowned.text.trim().split('\n')).toHaveLength(3);
    await other.close();
  });
});
