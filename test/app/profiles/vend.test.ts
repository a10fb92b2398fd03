import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { madeAtOnce, vendProfile } from '../../../src/app/profiles/vend.ts';
import { viewerFrom } from '../../../src/core/access.ts';
import { LedgerError } from '../../../src/core/errors.ts';
import { ZERO } from '../../../src/core/money.ts';
import { DAY_MS, HOUR_MS } from '../../../src/core/periods.ts';
import type { Place } from '../../../src/core/types.ts';
import { legalName } from '../../../src/core/vending/making.ts';
import { runSync } from '../../../src/jobs/sync.ts';
import { askingOf } from '../../asking.ts';
import { type Bench, type Collected, collected } from '../../jobs/setup.ts';
import { retire, type VendDeps, vend as vendBy } from '../../vending.ts';

const ACTOR = { id: 'local:test' };
const LEGAL_NAME = /^([0-9a-zA-Z][ _-]?)+$/;

const EMAIL = 'ann.o-smith@example.com';

let company: Collected;
let b: Bench;
let place: Place;
let sourceId: string;
beforeAll(async () => {
  company = await collected(['profiles'], {
    world: { users: 3, days: 3, settings: { profilesPerRegion: 1000 } },
    settings: { backfillDays: 3, regions: ['us-east-1'] },
  });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
  place = { accountId: b.deps.settings.accounts[0]?.accountId ?? '', region: 'us-east-1' };
  const catalogue = await b.store.profiles.catalogue();
  const global = catalogue.filter((one) => one.region === place.region && one.id.startsWith('global.'));
  sourceId = global[0]?.id ?? '';
});
afterEach(() => b.close());

const depsOf = (more: Partial<VendDeps> = {}): VendDeps => ({
  store: b.store,
  aws: b.deps.awsFactory(ZERO),
  clock: b.clock,
  settings: b.deps.settings,
  ...more,
});
const vend = (
  request: Partial<Parameters<typeof vendBy>[1]> = {},
  deps: Partial<VendDeps> = {},
): ReturnType<typeof vendBy> =>
  vendBy(
    depsOf(deps),
    { ...place, userEmail: EMAIL, costCenter: 'CC-1001 Platform', sourceId, ...request },
    ACTOR,
  );
/** Money goes from one process to another as digits. */
const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? { digits: String(value) } : value);
const inAws = () => b.simulator.world.profiles(place.accountId, place.region);
/** AWS, in which this happens just before a profile is made. */
function awsAfter(happens: () => Promise<unknown>): VendDeps['aws'] {
  const aws = b.deps.awsFactory(ZERO);
  let happened = false;
  const createProfile: typeof aws.bedrock.createProfile = async (...asked) => {
    if (!happened) await happens();
    happened = true;
    return aws.bedrock.createProfile(...asked);
  };
  return { ...aws, bedrock: { ...aws.bedrock, createProfile } };
}
/** AWS, whose answer to the making of a profile is lost on its way here. */
function awsUnheard(): VendDeps['aws'] {
  const aws = b.deps.awsFactory(ZERO);
  const createProfile: typeof aws.bedrock.createProfile = async (...asked) => {
    await aws.bedrock.createProfile(...asked);
    throw new Error('lost');
  };
  return { ...aws, bedrock: { ...aws.bedrock, createProfile } };
}

describe('a profile for a person and a model', () => {
  it('is created with the tags that make it billable to them, and an audit entry', async () => {
    const { profile, created } = await vend();
    expect(created).toBe(true);
    const made = inAws().find((one) => one.arn === profile.arn);
    const tags = Object.fromEntries((made?.tags ?? []).map(({ key, value }) => [key, value]));
    expect(tags).toMatchObject({
      UserEmail: EMAIL,
      CostCenter: 'CC-1001 Platform',
      ManagedBy: 'bedrock-ledger',
    });
    expect(made?.name).toMatch(LEGAL_NAME);
    expect(tags.InferenceProfile).toMatch(/^ann-o-smith-/);
    expect(profile).toMatchObject({ route: 'global', sourceId, goneAt: null });
    const [entry] = await b.store.audit.list({ limit: 1 });
    expect(entry).toMatchObject({ actor: ACTOR.id, action: 'profile.create', subject: profile.arn });
  });

  it('is the same one when asked for again, before and after the next listing', async () => {
    const made = await vend();
    expect(made.created).toBe(true);
    const first = await vend();
    expect(first).toMatchObject({ created: false, profile: { arn: made.profile.arn } });
    await runSync(b.deps, ['profiles']);
    const second = await vend();
    expect(second).toMatchObject({ created: false, profile: { arn: first.profile.arn, route: 'global' } });
    expect(inAws().filter((one) => one.arn === first.profile.arn)).toHaveLength(1);
  });

  it('is another one after somebody moved: what they ask for is charged to where they belong now', async () => {
    const userEmail = 'moving@example.com';
    const before = await vend({ userEmail, costCenter: 'CC-1' });
    const after = await vend({ userEmail, costCenter: 'CC-2' });
    expect(after.created).toBe(true);
    expect(after.profile.history.at(-1)?.tags.CostCenter).toBe('CC-2');
    expect(after.profile.name).not.toBe(before.profile.name);
    await runSync(b.deps, ['profiles']);
    for (const [costCenter, { profile }] of [
      ['CC-1', before],
      ['CC-2', after],
    ] as const)
      expect(await vend({ userEmail, costCenter })).toMatchObject({
        created: false,
        profile: { arn: profile.arn },
      });
  });

  it('is made once even when the answer was lost', async () => {
    const before = inAws().length;
    const userEmail = 'bob@example.com';
    const request = { userEmail, costCenter: 'CC-1' };
    await expect(vend(request, { aws: awsUnheard() })).rejects.toThrow('lost');
    expect(inAws()).toHaveLength(before + 1);
    await vend(request);
    expect(inAws()).toHaveLength(before + 1);
  });

  it('earns tokens from then on, which the ledger gives to its owner', async () => {
    const { profile } = await vend();
    b.clock.advance(DAY_MS + HOUR_MS);
    await runSync(b.deps);
    const hours = await b.store.usage.hours({
      dimension: profile.shortId,
      range: { start: '2026-11-20', endExclusive: '2026-11-23' },
    });
    expect(hours.length).toBeGreaterThan(0);
    const { rows } = await b.store.spend.query({
      range: { start: '2026-11-20', endExclusive: '2026-11-23' },
      groupBy: ['user'],
      basis: 'best',
      filter: { user: [EMAIL] },
      scope: 'all',
    });
    expect(rows[0]?.amount).toBeGreaterThan(0n);
  });

  it('is deleted in AWS and kept in the ledger; the next one has another name and tag', async () => {
    const { profile } = await vend();
    await retire(depsOf(), profile.arn, ACTOR);
    expect(inAws().some((one) => one.arn === profile.arn)).toBe(false);
    expect((await b.store.profiles.get(profile.arn))?.goneAt).not.toBeNull();
    const next = await vend();
    expect(next.created).toBe(true);
    expect(next.profile.name).not.toBe(profile.name);
    const tagOf = (one: typeof profile) => one.history.at(-1)?.tags.InferenceProfile;
    expect(tagOf(next.profile)).not.toBe(tagOf(profile));
  });

  it('is refused with what is wrong: tags that Bedrock does not take, unknown models, a quota that is used up', async () => {
    await vend();
    const before = inAws().length;
    for (const [request, field, key] of [
      [{ userEmail: "o'neil@example.com" }, 'userEmail', 'noTag'],
      [{ userEmail: EMAIL.toUpperCase() }, 'userEmail', 'spelling'],
      [{ costCenter: '研究' }, 'costCenter', 'costCenter'],
      [{ sourceId: 'global.no-such-model' }, 'source', 'sourceHere'],
      [{ region: 'eu-west-1' }, 'place', 'place'],
    ] as const)
      await expect(vend(request)).rejects.toMatchObject({ code: 'invalid', faults: [{ field, key }] });
    const aws = { ...b.deps.awsFactory(ZERO), quotas: { profileQuota: async () => 1 } };
    await expect(vend({ userEmail: 'bob@example.com' }, { aws })).rejects.toMatchObject({
      faults: [
        {
          field: 'place',
          key: 'quotaUsedUp',
          detail: [`${place.accountId} us-east-1`, '3', '1', '333344445555 us-east-1 (0 / 1000)'],
        },
      ],
    });
    expect(inAws()).toHaveLength(before);
  });
});

describe('whoever asks', () => {
  const as = (costCenter: string) => {
    const { store, clock, settings } = depsOf();
    const viewer = viewerFrom(
      { email: EMAIL, name: null, costCenter, groups: [], reports: [], grants: [] },
      [],
    );
    return askingOf(store, { viewer, actor: ACTOR, now: clock.now(), settings });
  };
  const typed = (userEmail: string, costCenter: string) => ({
    userEmail,
    costCenter,
    source: sourceId,
    place: `${place.accountId}/${place.region}`,
  });

  it('and may change no profile is refused before anything is read', async () => {
    const asked = vendProfile(as(''), depsOf().aws, { userEmail: 'nonsense' });
    await expect(asked).rejects.toMatchObject({ code: 'forbidden', thing: { kind: 'profile' } });
  });

  it('gets one for themselves, on their own cost center only', async () => {
    const { aws } = depsOf();
    const before = inAws().length;
    for (const [user, costCenter] of [
      [EMAIL, 'CC-2'],
      ['bob@example.com', 'CC-1'],
    ] as const)
      await expect(vendProfile(as('CC-1'), aws, typed(user, costCenter))).rejects.toMatchObject({
        code: 'forbidden',
        thing: { kind: 'profile', user, costCenter },
      });
    expect(inAws()).toHaveLength(before);
    expect(madeAtOnce(await vendProfile(as('CC-1'), aws, typed(EMAIL, 'CC-1'))).created).toBe(true);
  });
});

describe('asked for twice at once', () => {
  const createdOnce = async (arn: string) =>
    expect(await b.store.audit.list({ subject: arn, limit: 10 })).toMatchObject([
      { action: 'profile.create' },
    ]);

  it('is one profile, one row and one entry: in one process', async () => {
    const before = inAws().length;
    const [one, other] = await Promise.all([vend(), vend()]);
    expect(other.profile.arn).toBe(one.profile.arn);
    expect(inAws()).toHaveLength(before + 1);
    await createdOnce(one.profile.arn);
  });

  it('and in two', async () => {
    const before = inAws().length;
    const request = { ...place, userEmail: EMAIL, costCenter: 'CC-1001 Platform', sourceId };
    const two = [0, 1].map(() =>
      fork(join(import.meta.dirname, 'vender.ts'), [
        b.file,
        b.simulator.url,
        JSON.stringify(b.deps.settings, plain),
      ]),
    );
    try {
      await Promise.all(two.map((one) => once(one, 'message')));
      const told = two.map((one) => once(one, 'message'));
      for (const one of two) one.send(request);
      const [[one], [other]] = (await Promise.all(told)) as [[string], [string]];
      expect(other).toBe(one);
      expect(inAws()).toHaveLength(before + 1);
      await createdOnce(one);
    } finally {
      for (const one of two) one.kill();
    }
  });

  it('for two cost centers is two profiles, each with a name and a tag of its own', async () => {
    const made: Awaited<ReturnType<typeof vend>>[] = [];
    const aws = awsAfter(async () => made.push(await vend({ costCenter: 'CC-1' })));
    made.push(await vend({ costCenter: 'CC-2' }, { aws }));
    expect(made.map(({ created }) => created)).toEqual([true, true]);
    expect(new Set(made.map(({ profile }) => profile.name)).size).toBe(2);
    expect(made.map(({ profile }) => profile.history[0]?.tags.CostCenter)).toEqual(['CC-1', 'CC-2']);
  });

  it('for two cost centers, while the first is not known here yet, is two profiles', async () => {
    const aws = awsAfter(() => vend({ costCenter: 'CC-1' }, { aws: awsUnheard() }).catch(() => undefined));
    const { profile, created } = await vend({ costCenter: 'CC-2' }, { aws });
    expect([created, profile.history[0]?.tags.CostCenter]).toEqual([true, 'CC-2']);
    const first = await vend({ costCenter: 'CC-1' });
    expect([first.profile.arn === profile.arn, first.profile.history[0]?.tags.CostCenter]).toEqual([
      false,
      'CC-1',
    ]);
  });

  it('while another makes it with the same token is refused in words', async () => {
    const aws = b.deps.awsFactory(ZERO);
    const createProfile = () => Promise.reject(new LedgerError('conflict', 'in progress'));
    await expect(
      vend({}, { aws: { ...aws, bedrock: { ...aws.bedrock, createProfile } } }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('is being made'),
    });
  });

  it('while the first one is made and deleted is a new one, not the deleted', async () => {
    const aws = awsAfter(async () => retire(depsOf(), (await vend()).profile.arn, ACTOR));
    const { profile } = await vend({}, { aws });
    expect(inAws().some(({ arn }) => arn === profile.arn)).toBe(true);
    expect(await b.store.profiles.get(profile.arn)).toMatchObject({ goneAt: null });
  });
});

describe('how many one may have', () => {
  const NONE = { profiles: 100, profilesPerDay: 100, tokens: 100, exports: 3 };
  const sources = async () =>
    (await b.store.profiles.catalogue())
      .filter(({ region, type }) => region === place.region && type === 'systemProfile')
      .map(({ id }) => id);
  const self = (allowances: Partial<typeof NONE>) => {
    const { store, clock, settings } = depsOf();
    const facts = { email: EMAIL, name: null, costCenter: 'CC-1', groups: [], reports: [], grants: [] };
    return askingOf(store, {
      viewer: viewerFrom(facts, []),
      actor: ACTOR,
      now: clock.now(),
      settings: { ...settings, allowances: { ...NONE, ...allowances } },
    });
  };
  const typed = (source: string, more: Record<string, string> = {}) => ({
    userEmail: EMAIL,
    costCenter: 'CC-1',
    source,
    place: `${place.accountId}/${place.region}`,
    ...more,
  });

  it('holds for requests at the same time, each for another model', async () => {
    const before = inAws().length;
    const { aws } = depsOf();
    const all = (await sources()).slice(0, 9);
    expect(all).toHaveLength(9);
    const asked = await Promise.allSettled(
      all.map((source) => vendProfile(self({ profiles: 3 }), aws, typed(source))),
    );
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const one of asked)
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({
          faults: [{ field: 'userEmail', key: 'profilesHeld', detail: 3 }],
        });
    expect(inAws()).toHaveLength(before + 3);
    expect(await b.store.profiles.making(EMAIL, new Date(b.clock.now()).toISOString())).toEqual([]);
    // What is there already is no other one.
    const again = all[asked.findIndex(({ status }) => status === 'fulfilled')] ?? '';
    expect(await vendProfile(self({ profiles: 3 }), aws, typed(again))).toMatchObject({ created: false });
  });

  it('is not passed by deleting and making, and begins anew a day later', async () => {
    const { aws } = depsOf();
    for (let i = 0; i < 2; i += 1)
      await retire(
        depsOf(),
        madeAtOnce(await vendProfile(self({ profilesPerDay: 2 }), aws, typed(sourceId))).profile.arn,
        ACTOR,
      );
    const third = () => vendProfile(self({ profilesPerDay: 2 }), aws, typed(sourceId));
    await expect(third()).rejects.toMatchObject({ faults: [{ key: 'profilesPerDay', detail: 2 }] });
    b.clock.advance(DAY_MS + HOUR_MS);
    expect(await third()).toMatchObject({ created: true });
  });

  it('counts what is being made by somebody who was killed, for some minutes', async () => {
    const now = b.clock.now();
    const making = { id: 'killed', token: 'another', email: EMAIL };
    const expiresAt = new Date(now + 60_000).toISOString();
    await b.store.profiles.reserve({ ...making, expiresAt }, new Date(now).toISOString());
    const ask = () => vendProfile(self({ profiles: 1 }), depsOf().aws, typed(sourceId));
    await expect(ask()).rejects.toMatchObject({ faults: [{ key: 'profilesHeld' }] });
    b.clock.advance(61_000);
    expect(await ask()).toMatchObject({ created: true });
  });

  it('is for administrators a question, which they answer for that very person', async () => {
    const { store, clock, settings, aws } = depsOf();
    const admin = askingOf(store, {
      now: clock.now(),
      settings: { ...settings, allowances: { ...NONE, profiles: 1 } },
    });
    const known = { 'unknown.userEmail': EMAIL, 'unknown.costCenter': 'CC-1' };
    const [first = '', second = '', third = ''] = await sources();
    await vendProfile(admin, aws, typed(first, known));
    const ask = (beyond: string) => vendProfile(admin, aws, typed(second, { ...known, beyond }));
    for (const beyond of ['', 'on', 'bob@example.com'])
      await expect(ask(beyond)).rejects.toMatchObject({
        faults: [{ key: 'profilesHeld' }, { field: 'beyond', key: 'beyondAllowance' }],
      });
    expect(await ask(EMAIL)).toMatchObject({ created: true });
    // Nobody confirms it for themselves.
    await expect(
      vendProfile(self({ profiles: 1 }), aws, typed(third, { beyond: EMAIL })),
    ).rejects.toMatchObject({ faults: [{ key: 'profilesHeld' }] });
  });
});

describe('a name for Bedrock', () => {
  it('is legal whatever people are called', () => {
    for (const text of ['ann.o-smith Claude Sonnet 4.6', '--a__b  c--', 'Zoë (Tokyo)', 'x'.repeat(90)]) {
      expect(legalName(text)).toMatch(LEGAL_NAME);
      expect(legalName(text).length).toBeLessThanOrEqual(64);
    }
  });
});
