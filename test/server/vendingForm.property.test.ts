import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vendProfile } from '../../src/app/profiles/vend.ts';
import { readConfig } from '../../src/config.ts';
import { operator } from '../../src/core/access.ts';
import { ZERO } from '../../src/core/money.ts';
import type { PersonFacts } from '../../src/core/people.ts';
import { openWorld } from '../journeys/world.ts';
import { VENDING } from '../vendingSettings.ts';
import { ask, escaped, post, serveLedger } from './setup.ts';

/**
 * The form in which somebody gets a profile, filled in at random: whatever is bad in it is refused at its field, in the
 * language of whoever asks, before AWS is asked anything, and everything stands in the form as it was sent. What is good is
 * made exactly so.
 */

const ACCOUNTS = ['222233334444', '333344445555'] as const;
const US = ['us-east-1', 'us-west-2'];
const ALL = [...US, 'ap-northeast-1'];
const LONG = 'x'.repeat(257);

/** Of each field what is fine, and what is not whatever the others say. */
const GOOD = {
  source: {
    'global.anthropic.claude-sonnet-4-6': ALL,
    'us.anthropic.claude-opus-5-5': US,
    'us.amazon.nova-lite-v1:0': US,
    'amazon.nova-lite-v1:0': ALL,
  } as Readonly<Record<string, readonly string[]>>,
  userEmail: {
    'hanako@example.com': 'hanako@example.com',
    '佐藤 花子': 'hanako@example.com',
    佐藤花子: 'hanako@example.com',
    'Ken Ito': 'ken.ito@example.com',
    'ito, ken': 'ken.ito@example.com',
  } as Readonly<Record<string, string>>,
  costCenter: ['', 'CC-7 Labs', 'CC-8 Shop'],
  'tag.Project': ['alpha', 'beta 2'],
  'tag.Note': ['', 'for the pilot'],
  reason: ['', 'a new <team> & more'],
} as const;
const BAD = {
  source: [
    '',
    'us.no.such-model',
    'jp.anthropic.claude-sonnet-4-6',
    'openai.gpt-oss-120b-1:0',
    'anthropic.claude-sonnet-4-6',
    LONG,
  ],
  place: ['', ACCOUNTS[0], '999999999999/us-east-1', `${ACCOUNTS[0]}/eu-west-1`, 'us-east-1'],
  userEmail: [
    '',
    'a b@example.com',
    'nobody@',
    'HANAKO@example.com',
    'gone@example.com',
    "o'neil@example.com",
    '東京@example.com',
    'unknown@example.com',
    '田中',
    'Zzz Nobody',
    `${LONG}@example.com`,
  ],
  costCenter: ['R&D', '研究', LONG, 'CC-99 Nowhere'],
  'tag.Project': ['', 'gamma'],
  'tag.Note': ['naïve', LONG],
  reason: ['x'.repeat(501)],
} as const;

const person = (email: string, name: string, costCenter: string, active = true): PersonFacts => ({
  email,
  name,
  costCenter,
  manager: null,
  active,
  groups: [],
});

let world: Awaited<ReturnType<typeof openWorld>>;
let server: Awaited<ReturnType<typeof serveLedger>>;
beforeAll(async () => {
  const { policies, allowances } = readConfig({});
  world = await openWorld(
    { users: 2, days: 2 },
    {
      vending: {
        ...VENDING,
        tags: [
          { key: 'Project', values: GOOD['tag.Project'], required: true },
          { key: 'Note', values: null, required: false },
        ],
      },
      policies: {
        ...policies,
        models: ['anthropic.*', 'amazon.*'],
        geographies: ['in-region', 'us', 'global'],
      },
      allowances: { ...allowances, profiles: 10_000, profilesPerDay: 10_000 },
    },
  );
  await world.sync(['profiles']);
  const { store, clock, settings } = world;
  const people = [
    person('hanako@example.com', '佐藤 花子', 'CC-7 Labs'),
    person('ken.ito@example.com', 'Ken Ito', 'CC-8 Shop'),
    person('tanaka.a@example.com', '田中 明', 'CC-7 Labs'),
    person('tanaka.b@example.com', '田中 文', 'CC-7 Labs'),
    person('gone@example.com', 'Gone Person', 'CC-7 Labs', false),
  ];
  const how = { complete: false, actor: { id: 'local:test' }, now: new Date(clock.now()).toISOString() };
  await store.people.learn('file', people, how);
  server = await serveLedger({
    store,
    settings,
    clock,
    operator: operator('local:test'),
    actions: {
      trigger: null,
      createProfile: (asking, typed) => vendProfile(asking, world.deps.awsFactory(ZERO), typed),
      deleteProfile: null,
    },
  });
});
afterAll(async () => {
  await server?.close();
  await world?.close();
  expect(server.faults).toEqual([]);
});

type Field = keyof typeof BAD;
const FIELDS = Object.keys(BAD) as Field[];
const goodOf = (field: Field): readonly string[] => {
  if (field === 'place') return ACCOUNTS.flatMap((account) => ALL.map((region) => `${account}/${region}`));
  const good = GOOD[field];
  return Array.isArray(good) ? (good as string[]) : Object.keys(good);
};

/** A form with some fields bad: none, one or several. */
const forms = fc
  .record({
    bad: fc.oneof(fc.constant<Field[]>([]), fc.subarray(FIELDS, { minLength: 1, maxLength: 3 })),
    at: fc.tuple(...FIELDS.map(() => fc.nat())),
    lang: fc.constantFrom('en', 'ja'),
  })
  .map(({ bad, at, lang }) => {
    const fields = Object.fromEntries(
      FIELDS.map((field, i) => {
        const values = bad.includes(field) ? BAD[field] : goodOf(field);
        return [field, values[(at[i] ?? 0) % values.length] ?? ''];
      }),
    ) as Record<Field, string>;
    return { fields, lang, faults: faultsOf(fields, new Set(bad)) };
  });

/** Which fields are at fault: those that are bad by themselves, and those that do not go with another. */
function faultsOf(fields: Readonly<Record<Field, string>>, bad: ReadonlySet<Field>): string[] {
  const faults = new Set<string>(bad);
  const regions = GOOD.source[fields.source];
  const [, region = ''] = fields.place.split('/');
  if (regions !== undefined && !bad.has('place') && !regions.includes(region)) faults.add('place');
  // Of somebody whom the directory does not hold it says no cost center.
  if (fields.userEmail === 'unknown@example.com' && fields.costCenter === '') faults.add('costCenter');
  return [...faults].sort();
}

/** What a browser would send of the form on a page, and how many buttons send it. */
function formOn(page: string): { fields: Record<string, string>; submits: number; forms: number } {
  const [form = ''] = /<form class="vend"[\s\S]*?<\/form>/.exec(page) ?? [];
  const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  const fields: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const type = attribute(tag, 'type');
    if ((type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(tag)) continue;
    fields[attribute(tag, 'name') ?? ''] = attribute(tag, 'value') ?? '';
  }
  for (const [, head = '', options = ''] of form.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
    const all = [...options.matchAll(/<option[^>]*>/g)].map(([tag]) => tag);
    const chosen = all.find((tag) => /\bselected\b/.test(tag)) ?? all[0] ?? '';
    fields[attribute(head, 'name') ?? ''] = attribute(chosen, 'value') ?? '';
  }
  const count = (part: RegExp) => [...page.matchAll(part)].length;
  return {
    fields,
    submits: [...form.matchAll(/<button(?![^>]*type="button")/g)].length,
    forms: count(/action="\/profiles"/g),
  };
}

const marked = (page: string): string[] =>
  [...page.matchAll(/aria-describedby="fault-([\w.]+)"/g)].map(([, name = '']) => name).sort();
const wordsAt = (page: string, name: string): string =>
  new RegExp(`id="fault-${name.replace('.', '\\.')}">([^<]+)<`).exec(page)?.[1] ?? '';
const asked = () => JSON.stringify(world.simulator.requests());

async function isRefused(
  fields: Readonly<Record<string, string>>,
  lang: string,
  faults: readonly string[],
): Promise<void> {
  const before = asked();
  const profiles = (await world.store.profiles.all()).length;
  const { status, text } = await post(server.url, '/profiles', fields, {
    headers: { 'accept-language': lang },
  });
  expect([status, marked(text)]).toEqual([422, faults]);
  for (const name of faults) {
    const words = wordsAt(text, name);
    expect([name, words.length > 8, /[぀-ヿ]/.test(words)]).toEqual([name, true, lang === 'ja']);
  }
  const form = formOn(text);
  expect([form.submits, form.forms]).toEqual([1, 1]);
  for (const [name, value] of Object.entries(fields))
    expect([name, form.fields[name] ?? '']).toEqual([name, escaped(value)]);
  expect(asked()).toBe(before);
  expect((await world.store.profiles.all()).length).toBe(profiles);
}

async function isMade(fields: Readonly<Record<Field, string>>): Promise<void> {
  const { status, headers } = await post(server.url, '/profiles', fields);
  expect(status).toBe(303);
  const shortId = /^\/profiles\/([a-z0-9]+)\?done=(created|existed)$/.exec(headers.location ?? '')?.[1];
  const [accountId = '', region = ''] = fields.place.split('/');
  const made = world.simulator.world.profiles(accountId, region).find((one) => one.shortId === shortId);
  const email = GOOD.userEmail[fields.userEmail] ?? '';
  const ofDirectory = email === 'hanako@example.com' ? 'CC-7 Labs' : 'CC-8 Shop';
  const tags = Object.fromEntries((made?.tags ?? []).map(({ key, value }) => [key, value]));
  expect(tags).toEqual({
    UserEmail: email,
    CostCenter: fields.costCenter || ofDirectory,
    InferenceProfile: expect.any(String),
    ManagedBy: 'bedrock-ledger',
    Project: fields['tag.Project'],
    ...(fields['tag.Note'] === '' ? {} : { Note: fields['tag.Note'] }),
  });
  expect((await world.store.profiles.byShortId(shortId ?? ''))[0]?.sourceId).toBe(fields.source);
}

describe('the form of a profile', () => {
  it('refuses what is bad at its field before AWS is asked, keeps the rest, and makes what is good', async () => {
    await fc.assert(
      fc.asyncProperty(forms, async ({ fields, lang, faults }) => {
        if (faults.length > 0) await isRefused(fields, lang, faults);
        else await isMade(fields);
      }),
      { numRuns: 60 },
    );
  });

  it.each(FIELDS.flatMap((field) => BAD[field].map((value) => [field, value] as const)))(
    'refuses at %s: %s',
    async (field, value) => {
      const fields = Object.fromEntries(FIELDS.map((name) => [name, goodOf(name)[0] ?? ''])) as Record<
        Field,
        string
      >;
      const bad = { ...fields, 'tag.Project': 'alpha', [field]: value };
      await isRefused(bad, 'ja', faultsOf(bad, new Set([field])));
    },
  );

  it('asks who is meant, and takes whoever is chosen for that name only', async () => {
    const fields = {
      source: 'us.amazon.nova-lite-v1:0',
      place: `${ACCOUNTS[1]}/us-east-1`,
      userEmail: '田中',
      costCenter: '',
      'tag.Project': 'alpha',
      reason: '',
    };
    const { text } = await post(server.url, '/profiles', fields);
    expect([...text.matchAll(/name="whom" value="([^"]*)"/g)].map(([, email]) => email)).toEqual([
      'tanaka.a@example.com',
      'tanaka.b@example.com',
    ]);
    expect(text).toContain('<b>田中 文</b>');
    const picked = { ...fields, whom: 'tanaka.b@example.com', 'whom.of': '田中' };
    const other = await post(server.url, '/profiles', { ...picked, userEmail: '田' });
    expect([other.status, marked(other.text)]).toEqual([422, ['userEmail']]);
    // Chosen already, and something else is wrong: it stays chosen.
    const again = await post(server.url, '/profiles', { ...picked, 'tag.Project': '' });
    expect([marked(again.text), formOn(again.text).fields.whom]).toEqual([
      ['tag.Project'],
      'tanaka.b@example.com',
    ]);
    const done = await post(server.url, '/profiles', picked);
    const made = await world.store.profiles.list(
      { scope: 'all', tagKeys: world.settings.tagKeys, user: 'tanaka.b@example.com' },
      null,
    );
    expect([done.status, made.length]).toEqual([303, 1]);
  });

  it('keeps what was confirmed when something else is wrong', async () => {
    const unknown = 'new.person@example.com';
    const fields = {
      source: 'us.amazon.nova-lite-v1:0',
      place: `${ACCOUNTS[1]}/us-west-2`,
      userEmail: unknown,
      costCenter: 'CC-7 Labs',
      'tag.Project': 'gamma',
      reason: '',
    };
    const first = await post(server.url, '/profiles', fields);
    expect(marked(first.text)).toEqual(['tag.Project', 'userEmail']);
    expect(formOn(first.text).fields['unknown.userEmail']).toBeUndefined();
    const second = await post(server.url, '/profiles', { ...fields, 'unknown.userEmail': unknown });
    const kept = formOn(second.text).fields;
    expect([marked(second.text), kept['unknown.userEmail']]).toEqual([['tag.Project'], unknown]);
    expect((await post(server.url, '/profiles', { ...kept, 'tag.Project': 'alpha' })).status).toBe(303);
  });

  it('offers the newest first, with price, share above global, room and nothing that is not allowed', async () => {
    const page = (await ask(server.url, '/profiles/new')).text;
    const names = [...page.matchAll(/<h3[^>]*>([^<]*) </g)].map(([, name]) => name);
    expect(names.slice(0, 3)).toEqual(['Claude Opus 5.5', 'Claude Opus 5', 'Claude Opus 4.7']);
    expect(page).not.toContain('value="jp.');
    expect(page).not.toContain('value="openai.');
    expect(page).not.toContain('value="anthropic.');
    expect(page).toMatch(/of 1,000 profiles/);
    expect(page.length).toBeLessThan(100_000);
    const list = (await ask(server.url, '/profiles')).text;
    expect([...list.matchAll(/href="\/profiles\/new"/g)]).toHaveLength(1);
  });
});
