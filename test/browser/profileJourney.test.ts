import { execFile } from 'node:child_process';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoPersona } from '../../src/cli/demoPeople.ts';
import { addDays, dayOf } from '../../src/core/periods.ts';
import { assign, type Keys, MESSAGES, PLATFORM, signIn as signInAtAws } from '../journeys/identityCenter.ts';
import { missingForCli } from '../wire/cli.ts';
import { openBrowser } from './setup.ts';
import { openSignedIn } from './signedIn.ts';

/**
 * From the wish to the bill: somebody gets a profile by themselves, pastes what the page shows into the AWS CLI and the SDK,
 * calls the model under the printed policies, and finds the tokens after one collection and the charge after the day.
 */

const REGION = 'us-east-1';
const MODEL = 'anthropic.claude-sonnet-4-6';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

let served: Awaited<ReturnType<typeof openSignedIn>>;
let chrome: Awaited<ReturnType<typeof openBrowser>>;
beforeAll(async () => {
  [served, chrome] = await Promise.all([openSignedIn(), openBrowser()]);
});
afterAll(async () => {
  await chrome?.close();
  await served?.close();
});

const who = (key: DemoPersona['key']): DemoPersona => {
  const persona = served.personas.find((one) => one.key === key);
  if (!persona) throw new Error(`the company has no ${key}`);
  return persona;
};

/** In a browser of their own, signed in with one click. */
async function as<T>(
  key: DemoPersona['key'],
  path: string,
  act: (page: Page) => Promise<T>,
  options: BrowserContextOptions = {},
): Promise<T> {
  const context = await chrome.browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(10_000);
  try {
    const page = await context.newPage();
    await page.goto(served.url + path);
    await page.locator('button', { hasText: who(key).name }).click();
    await page.waitForURL((url) => url.host === new URL(served.url).host);
    const answer = await act(page);
    expect(served.faults).toEqual([]);
    return answer;
  } finally {
    await context.close();
  }
}

/** What a shell prints that is given this text. */
const inShell = (text: string, variables: Readonly<Record<string, string>>): Promise<string> =>
  new Promise((resolve, reject) => {
    const env = { ...process.env, AWS_PAGER: '', ...variables };
    execFile('bash', ['-c', text], { env }, (error, out, err) =>
      error ? reject(new Error(err)) : resolve(out),
    );
  });

const variablesOf = ({ AccessKeyId, SecretAccessKey, SessionToken = '' }: Keys) => ({
  AWS_ENDPOINT_URL: served.world.simulator.url,
  AWS_ACCESS_KEY_ID: AccessKeyId,
  AWS_SECRET_ACCESS_KEY: SecretAccessKey,
  AWS_SESSION_TOKEN: SessionToken,
});

/** Calls with what stands in the shown command: the profile's ARN, in its Region. */
async function callBySdk(shown: string, keys: Keys): Promise<number> {
  const [, region = ''] = /--region (\S+)/.exec(shown) ?? [];
  const [, modelId = ''] = /--model-id (\S+)/.exec(shown) ?? [];
  const client = new BedrockRuntimeClient({
    region,
    endpoint: served.world.simulator.url,
    maxAttempts: 1,
    credentials: {
      accessKeyId: keys.AccessKeyId,
      secretAccessKey: keys.SecretAccessKey,
      sessionToken: keys.SessionToken ?? '',
    },
  });
  const { usage } = await client.send(new ConverseCommand({ modelId, messages: MESSAGES }));
  client.destroy();
  return usage?.totalTokens ?? 0;
}

const json = async (page: Page, path: string) => {
  await page.goto(served.url + path);
  return JSON.parse((await page.textContent('body')) ?? '');
};

describe('a profile of one’s own', () => {
  let id: string;
  let arn: string;
  let shown: string;
  let keys: Keys;
  /** That the answers said. */
  let tokens = 0;

  it('is had with one form on a phone, with its settings to paste', async () => {
    await as(
      'user',
      '/profiles/new',
      async (page) => {
        await page.check(`[name=source][value="us.${MODEL}"]`);
        await page.selectOption('[name=place]', `${PLATFORM}/${REGION}`);
        await page.click('main form[method=post] button[type=submit]');
        await page.waitForURL(/\/profiles\/\w+\?done=/);
        id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
        const texts = await page.locator('pre').allTextContents();
        shown = texts.find((text) => text.includes('aws bedrock-runtime')) ?? '';
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      },
      PHONE,
    );
    const [made] = served.world.simulator.world
      .profiles(PLATFORM, REGION)
      .filter(({ shortId }) => shortId === id);
    arn = made?.arn ?? '';
    expect(shown).toContain(arn);
    expect(Object.fromEntries((made?.tags ?? []).map(({ key, value }) => [key, value]))).toMatchObject({
      UserEmail: who('user').email,
    });
  });

  it('is called with the SDK under the printed policy, and by nobody else', async () => {
    const { simulator } = served.world;
    const policy = await as('administrator', '/policies?kind=invoke', (page) => page.textContent('#policy'));
    await assign(simulator, 'Journey', String(policy));
    keys = await signInAtAws(simulator, who('user').email, 'Journey');
    tokens += await callBySdk(shown, keys);
    const manager = await signInAtAws(simulator, who('manager').email, 'Journey');
    await expect(callBySdk(shown, manager)).rejects.toThrow(/not authorized to perform: bedrock:InvokeModel/);
  });

  it.skipIf(missingForCli() !== null)('is called with the command as it is shown, in a shell', async () => {
    const answer = JSON.parse(await inShell(shown, { ...variablesOf(keys), AWS_DEFAULT_OUTPUT: 'json' }));
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
