import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordDeed } from '../../src/app/operations/recordDeed.ts';
import { PolicyReadings } from '../../src/app/policies/readings.ts';
import { ZERO } from '../../src/core/money.ts';
import { PROOF_STEPS } from '../../src/core/policies/proof.ts';
import { LINES, ROLL_OUT_STEPS } from '../../src/core/policies/rollOut.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { en } from '../../src/ui/messages/en.ts';
import { copiedPattern } from '../core/policies/copied.ts';
import { WORLDS, type World } from '../core/policies/sentences.ts';
import { awsFor, type Bench, bench } from '../jobs/setup.ts';
import { ACTOR, ask, escaped, post, serveLedger } from './setup.ts';

/** What printed policies let people do, what those in force leave open, and the way to them, over a simulated company. */

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const IN_FORCE = '/policies/in-force';
const COPIED = JSON.stringify(copiedPattern(WORLDS[0] as World).identity[0]?.document);

let company: Bench;
let served: Awaited<ReturnType<typeof serveLedger>>;
/** How often AWS was asked for; and until when a reading is waited for. */
let asked = 0;
let patience: Promise<void> = new Promise(() => undefined);
beforeAll(async () => {
  company = await bench({
    world: { users: 6, days: 8 },
    settings: { directory: { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null } },
  });
  const { runs } = await runSync(company.deps, ['people', 'profiles', 'usage']);
  expect(runs.flatMap(({ errors }) => errors)).toEqual([]);
  served = await serveLedger({
    store: company.store,
    clock: company.clock,
    settings: company.deps.settings,
    policies: new PolicyReadings(
      async () => {
        asked += 1;
        return company.deps.awsFactory(ZERO);
      },
      () => patience,
      () => undefined,
    ),
  });
});
afterAll(async () => {
  await served?.close();
  await company?.close();
});

const page = async (path: string) => (await ask(served.url, path)).text;
/** Rows of a file, by its columns. */
async function file(path: string): Promise<Record<string, string>[]> {
  const { status, text } = await ask(served.url, path);
  expect(status).toBe(200);
  return parse(text, { columns: true });
}

describe('who may do what to what', () => {
  it.each(['invoke', 'self-service', 'guard', 'service'])(
    '%s: every answer is as it is meant',
    async (kind) => {
      const rows = await file(`/policies?kind=${kind}&table=judged&format=csv`);
      expect(rows.length).toBeGreaterThan(12);
      expect(await page(`/policies?kind=${kind}`)).toContain(en.policies.judged.asMeant(String(rows.length)));
    },
  );
  it('names the statements that decide', async () => {
    const of = async (kind: string) =>
      new Map(
        (await file(`/policies?kind=${kind}&table=judged&format=csv`)).map(({ question = '', ...row }) => [
          question,
          [row.who, row.does, row.answer, row.statement],
        ]),
      );
    const [invoke, guard, service] = [await of('invoke'), await of('guard'), await of('service')];
    expect(invoke.get('own.geographic')).toEqual([
      ...['person', 'call', 'allowed', 'InvokeOwnProfiles InvokeModelsThroughProfilesFromUsEast1UsWest2'],
    ]);
    expect(invoke.get('exceeded')).toEqual(['person', 'call', 'denied', 'DenyWhenBudgetExceeded']);
    expect(invoke.get('retag')).toEqual(['person', 'tag', 'denied', '']);
    expect(guard.get('others')).toEqual(['administrator', 'call', 'denied', 'DenyProfilesOfOthers']);
    expect(guard.get('own.geographic')).toEqual(['administrator', 'call', 'allowed', 'AdministratorAccess']);
    expect(service.get('service.replaceOwner')).toEqual(['service', 'tag', 'denied', 'DenyReplacingOwners']);
  });
  it('does not ask about what a choice leaves out', async () => {
    const rows = await file(`/policies?kind=invoke&enforcement=off&table=judged&format=csv`);
    expect(rows.map(({ question }) => question)).not.toContain('exceeded');
  });
  it('judges with a model that is allowed', async () => {
    const rows = await file('/policies?kind=invoke&model=anthropic.*&table=judged&format=csv');
    expect(rows.find(({ question }) => question === 'own.inRegion')?.answer).toBe('allowed');
  });
  it('has none for a policy under which nobody calls', async () => {
    expect(await page('/policies?kind=trust')).not.toContain(en.policies.judged.title);
  });
});

it('every statement is told in words, those of several Regions as well', async () => {
  for (const kind of ['invoke', 'guard', 'service', 'trust']) {
    const rows = await file(`/policies?kind=${kind}&format=csv`);
    for (const { statement, sentence } of rows)
      expect([statement, sentence]).not.toEqual([statement, statement]);
  }
});

describe('a policy that is pasted', () => {
  it('is judged at once, the re-tag hole first, with the change that closes it', async () => {
    const { status, text } = await post(served.url, IN_FORCE, { policy: COPIED, scp: '' });
    expect(status).toBe(200);
    const [first = ''] = text.split('<ol class="findings">')[1]?.split('</li>') ?? [];
    expect(first).toContain(escaped("They can re-tag somebody else's profile"));
    expect(first).toContain('(SelfService of the policy)');
    expect(first).toContain('GiveOwnTagsToOwnProfiles');
    // What was pasted stays.
    expect(text).toContain(escaped(COPIED.slice(0, 200)));
    expect(asked).toBe(0);
  });
  it('has nothing open when it is the printed one', async () => {
    const printed = await ask(served.url, '/api/v1/policies?kind=invoke');
    const policy = JSON.stringify(JSON.parse(printed.text).document);
    const { text } = await post(served.url, IN_FORCE, { policy, scp: '' });
    expect(text).toContain(en.policies.findings.none);
    expect(text).not.toContain('<ol class="findings">');
  });
  it('says which Regions a service control policy denies, with the exemption to copy', async () => {
    const scp = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Sid: 'OnlyVirginia',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:RequestedRegion': 'us-east-1' } },
      },
    });
    const { status, text } = await post(served.url, IN_FORCE, { policy: '', scp });
    expect(status).toBe(200);
    expect(text).toContain('OnlyVirginia of the service control policy denies it.');
    // AWS's own FullAWSAccess stands beside it.
    expect(text).not.toContain('from the root allows nothing');
    const [, pre = ''] = /<pre id="pasted-changed-0"[^>]*>([^<]*)/.exec(text) ?? [];
    const changed = JSON.parse(pre.replaceAll('&quot;', '"'));
    expect(Object.keys(changed.Condition)).toEqual(['StringNotEquals', 'ArnNotLike']);
  });
  it('is refused in words, with its place and value, and stays as it was typed', async () => {
    const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Maybe","Action":"*","Resource":"*"}]}`;
    const scp = `{ no json ${'x'.repeat(200)}`;
    const { status, text } = await post(served.url, IN_FORCE, { policy, scp });
    expect(status).toBe(422);
    expect(text).toContain(escaped('Statement[0].Effect: "Maybe": It must be Allow or Deny.'));
    expect(text).toMatch(/&quot;\{ no json x{40,60}…&quot;: This is no JSON/);
    expect(text).toContain(escaped(policy));
    expect(text).toContain('aria-describedby="fault-scp"');
  });
  it('is asked for when there is none', async () => {
    const { status, text } = await post(served.url, IN_FORCE, { policy: ' ', scp: '' });
    expect([status, text.includes(en.invalid.noPolicy)]).toEqual([422, true]);
  });
  it('is taken from our own pages alone', async () => {
    for (const path of [IN_FORCE, `${IN_FORCE}/read`]) {
      const headers = { origin: 'https://elsewhere.example' };
      expect([path, (await post(served.url, path, { policy: COPIED }, { headers })).status]).toEqual([
        path,
        403,
      ]);
    }
    expect(asked).toBe(0);
  });
});

describe('policies in force', () => {
  it('are not read by looking', async () => {
    expect(await page(IN_FORCE)).toContain(en.policies.inForce.never);
    expect(await page(IN_FORCE)).toContain(en.policies.inForce.secondsUnknown);
    expect(await page('/policies/roll-out')).toContain(en.policies.rollOut.notRead);
    expect(asked).toBe(0);
  });
  it('are read when asked, and go on being read where that takes long', async () => {
    const waiting = patience;
    patience = Promise.resolve();
    const { status, headers } = await post(served.url, `${IN_FORCE}/read`, {});
    expect([status, headers.location]).toEqual([303, `${IN_FORCE}?done=reading`]);
    patience = waiting;
    const again = await post(served.url, `${IN_FORCE}/read`, {});
    expect(again.headers.location).toBe(`${IN_FORCE}?done=read`);
    // The second waited for the reading that the first began.
    expect(asked).toBe(1);
    const [deed] = await company.store.audit.list({ action: 'policies.read', limit: 5 });
    expect(deed).toMatchObject({ actor: ACTOR.id, after: { unread: 0 } });
  });
  it('are told on the way there as soon as they were read', async () => {
    expect(await page('/policies/roll-out')).not.toContain(en.policies.rollOut.notRead);
  });
  it('are told by holder, the re-tag hole first, on the page and as a file', async () => {
    const text = await page(IN_FORCE);
    expect(text).toContain('Permission set BedrockUsers');
    const rows = (await file(`${IN_FORCE}?format=csv`)).filter(({ who }) => who === 'BedrockUsers');
    expect(rows[0]).toMatchObject({ hole: 'retag', policy_state: 'open' });
    expect(rows[0]?.opened_by).toContain('MakeOwnProfiles');
    expect(rows.length).toBeGreaterThan(5);
    expect(asked).toBe(1);
  });
  it('speak Japanese', async () => {
    const text = await page(`${IN_FORCE}?lang=ja`);
    expect(text).toContain('許可セット BedrockUsers');
    expect(text).not.toMatch(/They can|Printed as|Nothing is open/);
  });
  it('say what could not be read, and what to allow for it', async () => {
    const accountId = '999999999999';
    const roleArn = `arn:aws:iam::${accountId}:role/nobody`;
    const settings = { ...company.deps.settings, accounts: [{ accountId, roleArn, externalId: null }] };
    const aws = async () => awsFor(company.simulator, settings, company.clock)(ZERO);
    const { store, clock } = company;
    const policies = new PolicyReadings(
      aws,
      () => new Promise(() => undefined),
      () => undefined,
    );
    const closed = await serveLedger({ store, clock, settings, policies });
    expect((await post(closed.url, `${IN_FORCE}/read`, {})).status).toBe(303);
    const { text } = await ask(closed.url, IN_FORCE);
    expect(text).toContain(`roles and users of ${accountId}`);
    expect(text).toContain('iam:GetAccountAuthorizationDetails');
    await closed.close();
  });
});

describe('the ten steps', () => {
  it('are those of the README, with its lines', async () => {
    const text = await page('/policies/roll-out');
    const titles = [...README.matchAll(/^\*\*(\d+\. [^*]*?)\.?\*\*/gm)].map(([, title = '']) => title);
    const shown = [...text.matchAll(/<li class="card"[^>]*><h2>([^<]*)/g)].map(([, title]) => title);
    expect(shown).toEqual(titles);
    const unexempted = README.replaceAll(/ --exempt '[^']*'/g, '');
    for (const line of ROLL_OUT_STEPS.flatMap((step) => LINES[step])) {
      expect(unexempted).toContain(line.replace('npx bedrock-ledger policies prove', 'policies prove'));
      expect(text).toContain(escaped(line));
    }
  });
  it('say when it was proved, and how well', async () => {
    expect(await page('/policies/roll-out')).toContain(en.policies.rollOut.notProved);
    const steps = PROOF_STEPS.map((step, i) => ({
      ...{ step, who: 'person', expected: 'refused', words: '', seconds: null },
      answer: i === 0 ? 'allowed' : 'refused',
    }));
    const at = '2026-11-19T08:00:00.000Z';
    const { store } = company;
    await recordDeed({ store, actor: ACTOR, now: company.clock.now() }, 'policies.prove', 'policies/proof', {
      at,
      steps,
      accountId: '222233334444',
      facts: { secondsUntilBlocked: 45, secondsUntilUnblocked: null },
    });
    expect(await page(IN_FORCE)).toContain('counted after 45 s (measured in 222233334444 on ');
    expect(await page('/policies/roll-out')).toContain('16 of 17 as expected');
  });
  it('count who would have been denied as the file does', async () => {
    const rows = await file('/policies/roll-out?format=csv');
    expect(rows.map(({ denied_because }) => denied_because)).toEqual(
      expect.arrayContaining(['direct model', 'system profile']),
    );
    const counted = await page('/policies/roll-out?counted=yes');
    expect(counted).toContain(en.policies.rollOut.denied(String(rows.length)));
    const uncounted = await page('/policies/roll-out');
    expect(uncounted).toContain(en.policies.rollOut.notCounted);
    expect(uncounted).toContain('href="/policies/roll-out?counted=yes"');
  });
});
