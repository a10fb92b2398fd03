import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { PlannedStep } from '../../src/core/provisioning/types.ts';
import type { JobName } from '../../src/core/runs.ts';
import { en } from '../../src/ui/messages/en.ts';
import { person } from '../core/provisioning/world.ts';
import { NOW, PLACE } from '../store/setup.ts';
import { VENDING } from '../vendingSettings.ts';
import { ACTOR, ask, escaped, openServer } from './setup.ts';

/** Pages of plans: the form, the plan as it is read, and what is done with it. */

const MANY = 3_000;
const MODEL = 'anthropic.claude-sonnet-4-6';
const started: JobName[][] = [];
let server: Awaited<ReturnType<typeof openServer>>;
const settings = {
  ...readConfig({}),
  vending: { ...VENDING, tags: [{ key: 'Project', values: ['apollo'], required: true }] },
  accounts: [{ accountId: PLACE.accountId, roleArn: null, externalId: null }],
  regions: [PLACE.region],
};

beforeAll(async () => {
  server = await openServer([], {
    settings,
    quotaOf: async () => 1_000,
    actions: { trigger: (jobs) => started.push([...jobs]), createProfile: null, deleteProfile: null },
  });
  const { store, lease } = server;
  await store.people.learn(
    'file',
    ['ann', 'bob'].map((name) => ({ ...person(`${name}@example.com`), groups: ['devs'] })),
    { complete: true, actor: ACTOR, now: NOW },
  );
  await store.profiles.replaceCatalogue(lease, PLACE.region, [
    {
      region: PLACE.region,
      type: 'systemProfile',
      id: `us.${MODEL}`,
      modelKey: MODEL,
      name: 'US Claude Sonnet 4.6',
      provider: 'Anthropic',
      modelArns: [`arn:aws:bedrock:${PLACE.region}::foundation-model/${MODEL}`],
    },
  ]);
});
afterAll(() => server?.close());

const post = (path: string, fields: Readonly<Record<string, string>>) =>
  ask(server.url, path, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  });
const creates = (count: number): PlannedStep[] =>
  Array.from({ length: count }, (_, index) => ({
    deed: {
      kind: 'create',
      wanted: { userEmail: `p${index}@example.com`, costCenter: 'CC-1', sourceId: MODEL, tags: {}, ...PLACE },
    },
    about: `p${index}@example.com`,
    phase: 0,
  }));
const propose = (id: string, steps: readonly PlannedStep[]) =>
  server.store.provisioning.propose(
    id,
    {
      purpose: 'provision',
      title: id,
      steps,
      unchanged: 2,
      refused: Array.from({ length: 70 }, (_, index) => ({
        about: `r${index}@example.com`,
        key: index === 0 ? 'of a later version' : 'left',
        detail: {},
      })),
      requests: [{ ...PLACE, quota: 1_000, needed: 1_234 }],
    },
    ACTOR,
    NOW,
  );

describe('the form of a plan', () => {
  it('makes one of a single submit, kept as a draft, with what is refused and why', async () => {
    const sent = await post('/profiles/plans/new', {
      addresses: 'ann@example.com\nan@example.com',
      'group.devs': 'yes',
      [`model.${MODEL}`]: 'yes',
      'tag.Project': 'apollo',
      spread: 'each',
    });
    expect(sent.status).toBe(303);
    const [plan] = await server.store.provisioning.list({ limit: 1, offset: 0 });
    expect(sent.headers.location).toBe(`/profiles/plans/${plan?.id}`);
    expect(plan).toMatchObject({ state: 'draft', counts: { waiting: 2 }, refusedCount: 1 });
    const page = await ask(server.url, String(sent.headers.location));
    for (const text of [`us.${MODEL}`, 'ann<wbr/>', 'bob<wbr/>', 'Project=apollo', en.plans.apply])
      expect(page.text).toContain(text);
    expect(page.text).toContain('did you mean ann@example.com?');
    expect(started).toEqual([]);
  });

  it('keeps what was typed and names every fault', async () => {
    const sent = await post('/profiles/plans/new', {
      addresses: 'ann@example.com ann@example.com',
      costCenters: '<b>R&D</b>',
      'group.devs': 'yes',
      everybody: 'yes',
      models: 'anthropic.claude-sonet-4-6',
      'place.999999999999/us-east-1': 'yes',
      spread: 'somewhere',
      removeOthers: 'yes',
    });
    expect(sent.status).toBe(422);
    for (const text of [
      'ann@example.com ann@example.com',
      '&lt;b&gt;R&amp;D&lt;/b&gt;',
      'anthropic.claude-sonet-4-6',
      en.invalid.wishTwice,
      en.invalid.wishSpread,
      `This is none of the places that are read: ${PLACE.accountId}/${PLACE.region}.`,
      `Did you mean ${MODEL}`,
    ])
      expect(sent.text).toContain(text);
    expect(sent.text).toMatch(/name="everybody"[^>]*checked/);
    expect(sent.text).toMatch(
      /<details open[^>]*><summary>[^<]*groups[^<]*<\/summary>.*?name="group\.devs"[^>]*checked/s,
    );
    expect(sent.text).toMatch(/name="removeOthers"[^>]*checked/);
    expect(sent.text).toContain('id="fault-tag.Project"');
    const nothing = await post('/profiles/plans/new', { 'tag.Project': 'apollo' });
    expect(nothing.text).toContain(en.invalid.wishPeople);
    expect(nothing.text).toContain(en.invalid.wishModels);
  });
});

describe('a new model for everybody', () => {
  it('is found among the profiles, and is one submit away from its plan', async () => {
    expect((await ask(server.url, '/profiles')).text).toContain(
      `<a href="/profiles/plans">${en.plans.giveLink}</a>`,
    );
    const models = (await ask(server.url, '/profiles/plans')).text;
    expect(models).toContain(en.plans.heldOf('0', '2'));
    const [, where] = /href="(\/profiles\/plans\/new\?model=[^"]+)"/.exec(models) ?? [];
    const form = await ask(server.url, String(where));
    expect(form.status).toBe(200);
    expect(form.text).toContain(en.plans.giveLead('Claude Sonnet 4.6', 2, 0));
    const [, spread = ''] = /name="spread"[^>]*value="([^"]+)"[^>]*checked/.exec(form.text) ?? [];
    const ticked = [...form.text.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="yes"[^>]*checked/g)];
    expect(ticked.map(([, name]) => name)).toEqual(['everybody', `model.${MODEL}`]);
    const sent = await post('/profiles/plans/new', {
      ...Object.fromEntries(ticked.map(([, name]) => [name, 'yes'])),
      'tag.Project': 'apollo',
      spread,
    });
    const [, id = ''] = /^\/profiles\/plans\/([\w-]+)$/.exec(String(sent.headers.location)) ?? [];
    expect((await server.store.provisioning.get(id))?.counts).toMatchObject({ waiting: 2 });
    const plan = (await ask(server.url, `/profiles/plans/${id}`)).text;
    expect(plan).toContain('<p>Claude Sonnet 4.6: 0 have it already, 2 have none</p>');
    expect(plan).not.toContain(en.plans.notesTitle);
  });
});

describe('a plan of thousands', () => {
  beforeAll(() => propose('many', creates(MANY)));
  it('is a page below 100 KB, with its counts, the quotas to ask for, and filters', async () => {
    const page = await ask(server.url, '/profiles/plans/many');
    expect(page.status).toBe(200);
    expect(Buffer.byteLength(page.text)).toBeLessThan(100 * 1024);
    expect(page.text).toContain('3,000 profiles to create · 2 unchanged · 70 refused');
    expect(page.text).toContain('--desired-value 1234');
    expect(page.text).toContain('of a later version');
    const failed = await ask(server.url, '/profiles/plans/many?state=failed');
    expect(failed.text).toContain(en.plans.noSteps);
    const found = await ask(server.url, '/profiles/plans/many?q=p2999');
    expect(found.text).toContain('p2999<wbr/>');
    expect(found.text).not.toContain('p2998<wbr/>');
    expect((await ask(server.url, '/profiles/plans/none')).status).toBe(404);
  });

  it('is exported whole', async () => {
    const { text } = await ask(server.url, '/profiles/plans/many?format=csv');
    const lines = text.trim().split(/\r?\n/);
    expect(lines).toHaveLength(MANY + 1);
    expect(lines.at(-1)).toMatch(/^p2999@example.com,create,waiting,.*,3000,0,,$/);
  });

  it('is applied by whoever confirms it, once, and stopped', async () => {
    const unsure = await post('/profiles/plans/many', {});
    expect([unsure.status, unsure.text.includes(en.plans.mustBeSure)]).toEqual([422, true]);
    expect(started).toEqual([]);
    for (const _ of [1, 2]) {
      const sent = await post('/profiles/plans/many', { sure: 'yes', reason: 'new model' });
      expect(sent.headers.location).toBe('/profiles/plans/many?done=applied');
    }
    expect(started).toEqual([['provision'], ['provision']]);
    const entries = await server.store.audit.list({ limit: 10, subject: 'plan:many' });
    expect(entries.map(({ action, reason }) => [action, reason])).toEqual([
      ['plan.apply', 'new model'],
      ['plan.propose', null],
    ]);
    const page = await ask(server.url, '/profiles/plans/many');
    expect(page.text).toContain('data-live="on"');
    expect(page.text).toContain('0 of 3,000 steps');
    await post('/profiles/plans/many/stop', {});
    expect(await server.store.provisioning.stateOf('many')).toBe('stopped');
    const stopped = await ask(server.url, '/profiles/plans/many');
    expect(stopped.text).toContain(en.plans.resume);
    expect(stopped.text).toContain('data-live="over"');
    const late = await post('/profiles/plans/many/discard', {});
    expect(late.headers.location).toBe('/profiles/plans/many?done=notWaiting');
    expect((await ask(server.url, '/profiles/plans/many/discard')).headers.location).toBe(
      late.headers.location,
    );
  });
});

it('what is done by hand is said beside its step, and the next ones follow', async () => {
  const byHand: PlannedStep = {
    deed: { kind: 'byHand', what: 'CostCenter', about: 'ann@example.com', from: 'CC-1', to: 'CC-2' },
    about: 'ann@example.com',
    phase: 0,
  };
  await propose('byHand', [byHand, ...creates(1).map((step) => ({ ...step, phase: 1 }))]);
  const page = async () => (await ask(server.url, '/profiles/plans/byHand')).text;
  expect(await page()).not.toContain('/steps/1');
  await post('/profiles/plans/byHand', { sure: 'yes' });
  expect(await page()).toContain(en.plans.waitsForHand);
  expect(await server.store.provisioning.isDue(NOW)).toBe(false);
  const sent = await post('/profiles/plans/byHand/steps/1', {});
  expect(sent.headers.location).toBe('/profiles/plans/byHand?done=confirmed');
  expect(await server.store.provisioning.isDue(NOW)).toBe(true);
  const again = await post('/profiles/plans/byHand/steps/1', {});
  expect(again.headers.location).toBe('/profiles/plans/byHand?done=notWaiting');
});

it('a draft is discarded, and nothing is left of it but the audit log', async () => {
  await propose('draft', creates(2));
  const where = '/profiles/plans/draft/discard';
  expect((await ask(server.url, '/profiles/plans/draft')).text).toContain(`href="${where}"`);
  const sure = (await ask(server.url, where)).text;
  expect(sure).toContain(escaped(en.plans.discardConfirm(2)));
  expect(sure).toContain(`method="post" action="${where}"`);
  expect((await post('/profiles/plans/draft/discard', {})).headers.location).toBe(
    '/profiles/plans?done=discarded',
  );
  expect(await server.store.provisioning.get('draft')).toBeNull();
  expect(await server.store.audit.count({ subject: 'plan:draft' })).toBe(2);
  expect(server.faults).toEqual([]);
});
