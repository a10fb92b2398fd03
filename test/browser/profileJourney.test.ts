import { execFile } from 'node:child_process';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoPersona } from '../../src/cli/demoPeople.ts';
import { addDays, dayOf } from '../../src/core/periods.ts';
import { assign, type Keys, PLATFORM, signIn as signInAtAws } from '../journeys/identityCenter.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { ask } from '../server/setup.ts';
import { missingForCli } from '../wire/cli.ts';
import { type Hand, handOf, type Way } from './hand.ts';
import { NARROW, wrongIn } from './look.ts';
import { openBrowser } from './setup.ts';
import { openSignedIn } from './signedIn.ts';
import { type JourneyWindow, ON_A_TELEPHONE, windows } from './windows.ts';

/**
 * From the wish to the bill: somebody asks for a profile, the owner of their cost center agrees to it on a phone, and what
 * the page then shows is pasted into the AWS CLI and the SDK and calls the model under the printed policies; the tokens are
 * there after one collection and the charge after the day.
 */

const REGION = 'us-east-1';
const MODEL = 'anthropic.claude-sonnet-4-6';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PHONE = ON_A_TELEPHONE.options;

let sink: MailSink;
let served: Awaited<ReturnType<typeof openSignedIn>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  sink = await mailSink();
  [served, chrome] = await Promise.all([openSignedIn(sink.url), openBrowser()]);
  const { settings, store, clock } = served.world;
  settings.vending.approval.by = 'costCenterOwner';
  settings.budgets.requests.by = 'costCenterOwner';
  const now = new Date(clock.now()).toISOString();
  const [{ email }, { costCenter }] = [who('costCenterOwner'), who('user')];
  const owner = { email, role: 'costCenterOwner' as const, costCenter: costCenter ?? '' };
  await store.people.grant(owner, { id: 'local:test' }, now);
});
afterAll(async () => {
  await chrome?.close();
  await served?.close();
  await sink?.close();
});

const who = (key: DemoPersona['key']): DemoPersona => {
  const persona = served.personas.find((one) => one.key === key);
  if (!persona) throw new Error(`the company has no ${key}`);
  return persona;
};

/** In a browser of their own, signed in with one press. */
async function as<T>(
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

/** The page that the newest mail to somebody leads to, once what is owed was sent. */
async function mailedTo(key: DemoPersona['key'], page: RegExp): Promise<string> {
  await served.world.sync(['deliver']);
  const mail = sink.mails.findLast(({ to }) => to.includes(who(key).email));
  const path = new RegExp(`${served.url}(${page.source})(?=\\s|$)`).exec(mail?.text ?? '')?.[1];
  if (path === undefined) throw new Error(`no such address in: ${mail?.text}`);
  return path;
}

/** What a program prints that is started by somebody with these keys. */
const printedBy = (program: string, args: readonly string[], keys: Keys): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, ...variablesOf(keys) };
    execFile(program, args, { env }, (error, out, err) => (error ? reject(new Error(err)) : resolve(out)));
  });

const variablesOf = ({ AccessKeyId, SecretAccessKey, SessionToken = '' }: Keys) => ({
  AWS_ENDPOINT_URL: served.world.simulator.url,
  AWS_ACCESS_KEY_ID: AccessKeyId,
  AWS_SECRET_ACCESS_KEY: SecretAccessKey,
  AWS_SESSION_TOKEN: SessionToken,
  AWS_PAGER: '',
  AWS_DEFAULT_OUTPUT: 'json',
});

/** Runs the shown program as it is; what it was charged, by a line after it. */
const callBySdk = async (shown: string, keys: Keys): Promise<number> => {
  const text = `${shown}\nconsole.log(answer.usage.totalTokens);`;
  return Number(
    (await printedBy(process.execPath, ['--input-type=module', '-e', text], keys)).split('\n')[1],
  );
};

const json = async (page: Page, path: string) => {
  await page.goto(served.url + path);
  return JSON.parse((await page.textContent('body')) ?? '');
};

describe('a profile of one’s own', () => {
  let id: string;
  let arn: string;
  /** What the page shows to paste, by client. */
  let shown: Readonly<Record<'aws-cli' | 'javascript', string>>;
  let keys: Keys;
  /** That the answers said. */
  let tokens = 0;

  const made = () =>
    served.world.simulator.world
      .profiles(PLATFORM, REGION)
      .filter(
        ({ tags, copyFrom }) =>
          copyFrom.includes(`/us.${MODEL}`) && tags.some(({ value }) => value === who('user').email),
      );

  it('is asked for with one form, which makes none yet', async () => {
    await as(
      'user',
      '/profiles/new',
      async (page, hand) => {
        await hand.choose(`[name=source][value="us.${MODEL}"]`);
        await hand.pick('[name=place]', `${PLATFORM}/${REGION}`);
        await hand.write('[name=reason]', 'the new model');
        await hand.choose('main form[method=post] button[type=submit]');
        await page.waitForURL(/\/requests\/[\w-]+\?done=asked$/);
        expect(await page.textContent('.headline')).toContain('Waits for an answer until');
      },
      PHONE,
      'keyboard',
    );
    expect(made()).toEqual([]);
  });

  it('is agreed to by the owner, on a phone, from the link of the mail', async () => {
    const path = await mailedTo('costCenterOwner', /\/requests\/[\w-]+/);
    // What a scanner of mail does: it follows the link, and all others that it can think of.
    for (const method of ['GET', 'HEAD'])
      for (const what of ['', '/approve', '/decline'])
        expect((await ask(served.url, path + what, { method })).status).toBe(303);
    await as(
      'costCenterOwner',
      path,
      async (page, hand) => {
        expect(page.url()).toBe(served.url + path);
        const asked = await page.textContent('main');
        for (const part of [who('user').name, 'Claude Sonnet 4.6', REGION, 'the new model'])
          expect(asked).toContain(part);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(NARROW);
        await hand.choose('form.answer button.primary');
        await page.waitForURL(/done=made$/);
        expect(await page.textContent('.headline')).toContain(
          `Approved by ${who('costCenterOwner').name} (${who('costCenterOwner').email})`,
        );
        expect(await page.locator('form.answer').count()).toBe(0);
      },
      PHONE,
    );
    const [profile, another] = made();
    expect(another).toBeUndefined();
    arn = profile?.arn ?? '';
    id = profile?.shortId ?? '';
  });

  it('is told to whoever asked, and the link leads to what is to be pasted', async () => {
    const path = await mailedTo('user', /\/profiles\/\w+/);
    expect(path).toBe(`/profiles/${id}`);
    shown = await as(
      'user',
      path,
      async (page, hand) => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(NARROW);
        const textFor = async (client: string) => {
          const one = page.locator(`#for-${client}`);
          if ((await one.getAttribute('open')) === null) await hand.choose(one.locator('summary'));
          expect(await one.locator('pre').isVisible()).toBe(true);
          return one.locator('pre').innerText();
        };
        return { 'aws-cli': await textFor('aws-cli'), javascript: await textFor('javascript') };
      },
      PHONE,
      'keyboard',
    );
    for (const text of Object.values(shown)) expect(text).toContain(arn);
  });

  it('is called with the program for the SDK as it is shown, under the printed policy, and by nobody else', async () => {
    const { simulator } = served.world;
    const policy = await as('administrator', '/policies?kind=invoke', (page) => page.textContent('#policy'));
    await assign(simulator, 'Journey', String(policy));
    keys = await signInAtAws(simulator, who('user').email, 'Journey');
    tokens += await callBySdk(shown.javascript, keys);
    const manager = await signInAtAws(simulator, who('manager').email, 'Journey');
    await expect(callBySdk(shown.javascript, manager)).rejects.toThrow(
      /not authorized to perform: bedrock:InvokeModel/,
    );
  });

  it.skipIf(missingForCli() !== null)('is called with the command as it is shown, in a shell', async () => {
    const answer = JSON.parse(await printedBy('bash', ['-c', shown['aws-cli']], keys));
    expect(answer.usage.totalTokens).toBeGreaterThan(0);
    tokens += answer.usage.totalTokens;
  });

  it('shows its tokens after one collection, and the charge after the day', async () => {
    const { simulator, sync } = served.world;
    const { world, clock } = simulator;
    const day = dayOf(clock.now());
    const range = `start=${day}&endExclusive=${addDays(day, 1)}`;
    const linesOf = (page: Page) =>
      json(page, `/api/v1/lines?${range}&profile=${encodeURIComponent(arn)}`).then(({ lines }) => lines);
    const sumOf = (lines: { tokens: string }[]) => lines.reduce((sum, one) => sum + Number(one.tokens), 0);
    clock.advanceTo(clock.now() + 20 * MINUTE);
    await sync(['profiles', 'usage', 'spend', 'rollups']);
    await as('user', '/me', async (page) => {
      const lines = await linesOf(page);
      expect([sumOf(lines), new Set(lines.map(({ userEmail }: { userEmail: string }) => userEmail))]).toEqual(
        [tokens, new Set([who('user').email])],
      );
      await page.goto(`${served.url}/profiles/${id}`);
      expect(await page.textContent('#table-main')).toContain(String(tokens));
    });
    clock.advanceTo(clock.now() + 2 * DAY);
    await sync(['charges', 'spend', 'rollups']);
    const charged = world.truth(day, addDays(day, 1)).get(arn) ?? 0n;
    expect(charged).toBeGreaterThan(0n);
    await as('user', '/me', async (page) => {
      const lines: { billed: string }[] = await linesOf(page);
      const billed = lines.reduce((sum, one) => sum + Number(one.billed), 0);
      expect(billed).toBeCloseTo(Number(charged) / 1e10, 8);
    });
  });
});

describe('more budget', () => {
  const fits = async (page: Page, { lang }: JourneyWindow) => expect(await wrongIn(page, lang)).toEqual([]);
  const GRANTED = 25;
  /** Each time is granted on top of the times before. */
  const amountAfter = (times: number) => `$${300 + times * GRANTED}.00`;

  it.each(windows)('is asked for, approved with a change, and seen, $name', async (window) => {
    const { options, way } = window;
    const times = windows.indexOf(window);
    await as(
      'user',
      '/me',
      async (page, hand) => {
        await hand.choose(`main a[href="/budgets/ask"]`);
        expect(await page.textContent('main')).toContain(amountAfter(times));
        await fits(page, window);
        await hand.write('[name=amount]', '40');
        await hand.write('[name=reason]', 'a migration');
        await hand.choose('main form[method=post] button[type=submit]');
        await page.waitForURL(/\/requests\/[\w-]+\?done=askedBudget$/);
        const own = page.url();
        const path = await mailedTo('costCenterOwner', /\/requests\/[\w-]+/);
        await as('costCenterOwner', path, answerOf(window), options, way);
        await page.goto(own);
        expect(await page.textContent('.headline')).toContain(who('costCenterOwner').email);
        expect(await page.textContent('dl.facts')).toContain(`$${GRANTED}.00`);
        await fits(page, window);
        await page.goto(`${served.url}/budgets/ask`);
        expect(await page.textContent('main')).toContain(amountAfter(times + 1));
      },
      options,
      way,
    );
  });

  /** With less than was asked for, by one press. */
  const answerOf = (window: JourneyWindow) => async (page: Page, hand: Hand) => {
    const asked = String(await page.textContent('main'));
    for (const part of [who('user').name, window.m.asking.left, 'a migration']) expect(asked).toContain(part);
    expect(await page.inputValue('[name=amount]')).toBe('40.00');
    await fits(page, window);
    await hand.write('[name=amount]', String(GRANTED));
    await hand.choose('form.answer button.primary');
    await page.waitForURL(/done=granted$/);
  };
});
