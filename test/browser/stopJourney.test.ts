import { CreateInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DemoPersona } from '../../src/cli/demoPeople.ts';
import { plainTerms } from '../../src/core/budgets.ts';
import { money } from '../../src/core/money.ts';
import { instantOf } from '../../src/core/periods.ts';
import type { JobName } from '../../src/core/runs.ts';
import type { Money } from '../../src/core/types.ts';
import { usd } from '../../src/core/usd.ts';
import { as, assign, PLATFORM, signIn } from '../journeys/identityCenter.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { clientsOf, keyOf } from '../simulator/wire/support.ts';
import { type Hand, handOf, type Way } from './hand.ts';
import { wrongIn } from './look.ts';
import { openBrowser } from './setup.ts';
import { openSignedIn } from './signedIn.ts';
import { ON_A_TELEPHONE, windows } from './windows.ts';

/**
 * Somebody with a hard budget, under a role of IAM Identity Center and the printed policy: warned, they take their grace; the
 * next day they are stopped, ask for more, and once that is agreed to on a phone the model answers again.
 */

const REGION = 'us-east-1';
const HOUR = 60 * 60_000;
const CENT = money('0.01');
const ALL: readonly JobName[] = [
  ...(['people', 'profiles', 'usage', 'charges', 'rates', 'spend', 'rollups', 'alerts'] as const),
  ...(['enforce', 'deliver'] as const),
];

let sink: MailSink;
let served: Awaited<ReturnType<typeof openSignedIn>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
let profile: string;
let model: ReturnType<typeof as>;

beforeAll(async () => {
  sink = await mailSink();
  [served, chrome] = await Promise.all([openSignedIn(sink.url), openBrowser()]);
  const { settings, store, clock, simulator } = served.world;
  Object.assign(settings, {
    enforcement: { ...settings.enforcement, mode: 'on', grace: { amount: money('5'), hours: 4 } },
    policies: { ...settings.policies, selfService: false, enforcement: true },
  });
  settings.budgets.requests.by = 'costCenterOwner';
  const owner = { email: who('costCenterOwner').email, role: 'costCenterOwner' as const };
  const now = instantOf(clock.now());
  const costCenter = who('user').costCenter ?? '';
  await store.people.grant({ ...owner, costCenter }, { id: 'local:test' }, now);
  profile = await made(costCenter);
  const policy = await inBrowser('administrator', '/policies?kind=invoke', (page) =>
    page.textContent('#policy'),
  );
  await assign(simulator, 'Stops', String(policy));
  model = as(simulator, await signIn(simulator, who('user').email, 'Stops'));
  const spent = await spentBy(who('user').email);
  await setHard(who('user').email, (spent + CENT) as Money);
});
afterAll(async () => {
  await chrome?.close();
  await served?.close();
  await sink?.close();
});

/** A profile of the user, in an account where people sign in. */
async function made(CostCenter: string): Promise<string> {
  const { bedrock } = clientsOf(served.world.simulator, { accessKeyId: keyOf(PLATFORM) });
  const answer = await bedrock.send(
    new CreateInferenceProfileCommand({
      inferenceProfileName: 'of a journey',
      modelSource: {
        copyFrom: `arn:aws:bedrock:${REGION}:${PLATFORM}:inference-profile/us.anthropic.claude-sonnet-4-6`,
      },
      tags: Object.entries({ UserEmail: who('user').email, CostCenter }).map(([key, value]) => ({
        key,
        value,
      })),
    }),
  );
  return answer.inferenceProfileArn ?? '';
}

const setHard = (key: string, amount: Money) =>
  served.world.store.budgets.apply(
    [
      {
        do: 'set',
        slot: { scope: { kind: 'user', key }, period: 'month', narrowing: null },
        terms: { ...plainTerms(amount), hard: true },
        from: '2026-11-01',
      },
    ],
    { id: 'local:test' },
    instantOf(served.world.clock.now()),
  );

async function spentBy(email: string): Promise<Money> {
  const [row] = await served.world.store.spend.amounts({
    range: { start: '2026-11-01', endExclusive: '2026-12-01' },
    groupBy: [],
    basis: 'best',
    filter: { user: [email] },
    scope: 'all',
  });
  return (row?.amount ?? 0n) as Money;
}

const who = (key: DemoPersona['key']): DemoPersona => {
  const persona = served.personas.find((one) => one.key === key);
  if (!persona) throw new Error(`the company has no ${key}`);
  return persona;
};

/** In a browser of their own, signed in with one press. */
async function inBrowser<T>(
  key: DemoPersona['key'],
  path: string,
  act: (page: Page, hand: Hand) => Promise<T>,
  options: BrowserContextOptions = {},
  way: Way = 'pointer',
): Promise<T> {
  const context = await chrome.browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(10_000);
  try {
    const page = await context.newPage();
    const hand = handOf(page, way);
    await page.goto(served.url + path);
    await hand.choose(page.locator('button', { hasText: who(key).name }));
    await page.waitForURL((url) => url.host === new URL(served.url).host);
    const answer = await act(page, hand);
    expect(served.faults).toEqual([]);
    return answer;
  } finally {
    await context.close();
  }
}

/** What the page of the user says of being stopped, in each window; nothing is wrong with how it looks. */
async function seen(
  expected: (
    words: (typeof windows)[number]['m']['stops'],
    m: (typeof windows)[number]['m'],
  ) => readonly string[],
) {
  for (const { lang, m, options } of windows)
    await inBrowser(
      'user',
      '/me',
      async (page) => {
        const text = await page.locator('#stop').innerText();
        for (const words of expected(m.stops, m)) expect(text).toContain(words);
        expect(await wrongIn(page, lang)).toEqual([]);
      },
      options,
    );
}
const mails = () =>
  sink.mails.filter(({ to }) => to.includes(who('user').email)).map(({ subject }) => subject);
const hours = (count: number) => {
  const { clock } = served.world.simulator;
  clock.advanceTo(clock.now() + count * HOUR);
};

it('is warned by mail and on the page, and takes a grace with one press', async () => {
  await served.world.sync(ALL);
  expect(mails()).toContain(`Models stop in about ${usd(CENT)}`);
  await seen((words) => [words.card.near(usd(CENT)), words.card.takeGrace('$5.00', 4)]);
  expect((await model.call(profile)).usage?.totalTokens).toBeGreaterThan(0);
  await inBrowser(
    'user',
    '/me',
    async (page, hand) => {
      await hand.choose('#stop button.primary');
      await page.waitForURL(/grace=taken/);
      expect(await page.locator('#stop [role=status]').innerText()).toContain('Your grace is taken.');
      expect(await page.locator('#stop button').count()).toBe(0);
    },
    ON_A_TELEPHONE.options,
    'keyboard',
  );
});

it('is stopped after the grace, and reads why, until when and whom to ask', async () => {
  hours(24);
  await served.world.sync(ALL);
  await expect(model.call(profile)).rejects.toThrow(/with an explicit deny in an identity-based policy$/);
  expect(mails()).toContain('Models do not answer you any more: your budget is used up');
  await seen((words, m) => [
    words.card.title.stopped,
    words.card.clientWords,
    words.card.ask(m.aside(who('costCenterOwner').name, who('costCenterOwner').email)),
  ]);
  await inBrowser('administrator', '/stops', async (page) => {
    expect(await page.textContent('#table-main')).toContain(who('user').name);
    expect(await wrongIn(page, 'en')).toEqual([]);
  });
});

it('asks for more; it is agreed to on a phone, and the model answers again', async () => {
  const asked = await inBrowser(
    'user',
    '/me',
    async (page, hand) => {
      await hand.choose('#stop a[href^="/budgets/ask"]');
      await hand.write('[name=amount]', '50');
      await hand.write('[name=reason]', 'a migration');
      await hand.choose('main form[method=post] button[type=submit]');
      await page.waitForURL(/done=askedBudget$/);
      return new URL(page.url()).pathname;
    },
    ON_A_TELEPHONE.options,
    'keyboard',
  );
  await inBrowser(
    'costCenterOwner',
    asked,
    async (page, hand) => {
      await hand.choose('form.answer button.primary');
      await page.waitForURL(/done=granted$/);
    },
    ON_A_TELEPHONE.options,
  );
  expect(await served.world.store.stops.isDue('on', instantOf(served.world.clock.now()))).toBe(true);
  await served.world.sync(['enforce', 'deliver']);
  expect((await model.call(profile)).usage?.totalTokens).toBeGreaterThan(0);
  expect(mails()).toContain('Models answer you again');
  await inBrowser('user', '/me', async (page) => expect(await page.locator('#stop').count()).toBe(0));
});

it('is read ahead by a manager: whom of theirs hard budgets would have stopped in the month', async () => {
  const { store } = served.world;
  const people = (await store.people.list()).filter(({ manager }) => manager === who('manager').email);
  const spent = await Promise.all(people.map(async ({ email }) => ({ email, amount: await spentBy(email) })));
  const { email } = spent.find(({ amount }) => amount > CENT) ?? { email: '' };
  await setHard(email, CENT);
  for (const { lang, m, way, options } of windows)
    await inBrowser(
      'manager',
      '/stops',
      async (page, hand) => {
        await hand.choose('main a[href="/stops/dry-run"]');
        await hand.write('[name=month]', '2026-11');
        await page.press('[name=month]', 'Enter');
        await page.waitForURL(/month=2026-11/);
        const rows = await page.$$eval('#table-main tbody tr', (all) => all.map((one) => one.textContent));
        expect(rows).toEqual([expect.stringContaining(email)]);
        expect(await page.textContent('.headline')).toBe(m.stops.past.lead(1));
        expect(await wrongIn(page, lang)).toEqual([]);
      },
      options,
      way,
    );
});
