import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SetupChecks } from '../../src/app/operations/setupChecks.ts';
import type { AwsFactory } from '../../src/aws/types.ts';
import { ZERO } from '../../src/core/money.ts';
import { serviceStatements } from '../../src/core/policies/service.ts';
import { choicesOf } from '../../src/core/policies/standard.ts';
import type { JobName } from '../../src/core/runs.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { PAYER_KEYS } from '../aws/setup.ts';
import { awsFor, type Bench, bench } from '../jobs/setup.ts';
import { ask, escaped, post, serveLedger } from './setup.ts';

/** The way from an empty ledger to the first figures, over a simulated company and the real SDK. */

const ROLE = 'bedrock-ledger';
let company: Bench;
let served: Awaited<ReturnType<typeof serveLedger>>;
let iam: IAMClient;
const started: JobName[] = [];
/** How often AWS was asked for; whoever asks waits for the end unless that ends before. */
let asked = 0;
let patience: Promise<void> = new Promise(() => undefined);

beforeAll(async () => {
  company = await bench({ world: { users: 4, days: 6, tags: 'inactive' } });
  const { simulator, store, clock } = company;
  const payer = simulator.world.accounts.find((one) => one.payer)?.id ?? '';
  const roleArn = `arn:aws:iam::${payer}:role/${ROLE}`;
  const own = { accountId: payer, roleArn, externalId: null };
  const settings = {
    ...{ ...company.deps.settings, payer: own, accounts: [own], regions: ['us-east-1'] },
    budgetsMirror: { ...company.deps.settings.budgetsMirror, enabled: false },
    vending: { ...company.deps.settings.vending, enabled: false },
  };
  iam = new IAMClient({ region: 'us-east-1', endpoint: simulator.url, credentials: PAYER_KEYS });
  const trust = { Effect: 'Allow', Principal: { AWS: payer }, Action: 'sts:AssumeRole' };
  await iam.send(
    new CreateRoleCommand({
      RoleName: ROLE,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: trust }),
    }),
  );
  served = await serveLedger({
    store,
    clock,
    settings,
    actions: { trigger: (jobs) => void started.push(...jobs), createProfile: null, deleteProfile: null },
    ...checksOf(awsFor(simulator, settings, clock)),
  });
});
afterAll(async () => {
  iam?.destroy();
  await served?.close();
  await company?.close();
});

const checksOf = (factory: AwsFactory) => ({
  setup: new SetupChecks(
    async () => {
      asked += 1;
      return factory(ZERO);
    },
    { patience: () => patience, deadline: () => new Promise<void>(() => undefined) },
    () => undefined,
  ),
});

/** Lets the role do all that is printed for it, but for these. */
async function grant(without: readonly string[]): Promise<void> {
  const Statement = serviceStatements(choicesOf(company.deps.settings, []), ['profiles', 'bill']).map(
    (one) => ({ ...one, Action: [one.Action ?? []].flat().filter((action) => !without.includes(action)) }),
  );
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'service', PolicyDocument }));
}
const html = async (lang = 'en') =>
  (await ask(served.url, '/setup', { headers: { cookie: `lang=${lang}` } })).text;
/** What one step says, with its state. */
const step = (text: string, name: string) =>
  new RegExp(`<li class="card" id="step-${name}">.*?(?=<li class="card"|</ol>)`, 's').exec(text)?.[0] ?? '';
const check = () => post(served.url, '/setup/check', {});

describe('the set-up', () => {
  it('is where an empty ledger leads, and says of each step what is to be done', async () => {
    for (const path of ['/', '/users', '/models', '/me', '/reconciliation', '/coverage', '/bypass'])
      expect((await ask(served.url, path)).text, path).toContain('href="/setup"');
  });

  it('shows what AWS refused with the statement that allows it, and that it does once it is there', async () => {
    await grant(['ce:GetCostAndUsage', 'tag:GetResources']);
    expect((await check()).headers.location).toBe('/setup?done=checked');
    const refused = step(await html(), 'permissions');
    expect(refused).toContain(en.setup.states.failed);
    const [, text = ''] = /<pre id="setup-statement-0"[^>]*>(.*?)<\/pre>/s.exec(refused) ?? [];
    const all = (Action: string) => ({ Effect: 'Allow', Action: [Action], Resource: ['*'] });
    expect(JSON.parse(`[${text.replaceAll('&quot;', '"')}]`)).toEqual([
      all('tag:GetResources'),
      all('ce:GetCostAndUsage'),
    ]);
    await grant([]);
    await check();
    const granted = await html();
    expect(step(granted, 'permissions')).not.toContain('setup-statement-');
    for (const done of ['accounts', 'permissions'])
      expect(step(granted, done)).toContain(`<span class="badge ok">${en.setup.states.done}</span>`);
  });

  it('names the role that is not reached, asks it nothing more, and says who has to be let take it on', async () => {
    const { deps, simulator, store, clock } = company;
    const [other] = deps.settings.accounts;
    const settings = {
      ...{ ...deps.settings, payer: { ...deps.settings.payer, roleArn: null }, regions: ['us-east-1'] },
      accounts: [{ ...other, accountId: '999900001111', roleArn: 'arn:aws:iam::999900001111:role/none' }],
    } as typeof deps.settings;
    const { setup } = checksOf(awsFor(simulator, settings, clock));
    const server = await serveLedger({ store, clock, settings, setup });
    await post(server.url, '/setup/check', {});
    const { text } = await ask(server.url, '/setup');
    await server.close();
    expect(step(text, 'accounts')).toContain(
      `<span class="badge failed">${en.setup.accounts.unreached}</span>`,
    );
    expect(step(text, 'permissions')).not.toContain('999900001111 us-east-1');
  });

  it('says which tags are not active yet, with the lines that activate them, in both languages', async () => {
    const tags = step(await html(), 'tags');
    expect(tags).toContain('bedrock-ledger doctor --activate-tags');
    expect(tags).toContain(escaped(en.setup.tags.wait));
    expect(step(await html('ja'), 'tags')).toContain(ja.setup.tags.wait);
  });

  it('starts all that the first figures need, and then leads to them', async () => {
    const before = step(await html(), 'collection');
    expect(before).toContain('at least 11 requests');
    expect(before).toContain('$0.11');
    expect((await post(served.url, '/setup/collect', {})).headers.location).toBe('/setup?done=collecting');
    expect(started).toEqual(expect.arrayContaining(['profiles', 'usage', 'charges', 'rates', 'spend']));
    expect(new Set(started).size).toBe(started.length);
    const { runs } = await runSync(company.deps, started);
    expect(runs.flatMap(({ errors }) => errors)).toEqual([]);
    const page = await html();
    expect(step(page, 'collection')).toContain(en.setup.collection.overview);
    expect(page).toContain(en.setup.progress(3, 5, en.setup.steps.tags));
    expect((await ask(served.url, '/')).text).not.toContain(en.setup.lead);
  });

  it('waits for nobody: what takes longer is shown as under way, and old answers are asked for anew', async () => {
    const before = asked;
    await html();
    expect(asked).toBe(before);
    patience = Promise.resolve();
    expect((await check()).headers.location).toBe('/setup?done=checking');
    expect(await html()).toMatch(/id="setup-steps" data-live="on"/);
    expect(asked).toBe(before + 1);
  });
});
