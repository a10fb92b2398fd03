import { hashOf, newToken } from '../../src/app/credentials/secrets.ts';
import { retireProfile } from '../../src/app/profiles/retire.ts';
import { vendProfile } from '../../src/app/profiles/vend.ts';
import { SCOPES, type Scope } from '../../src/core/access.ts';
import { LedgerError } from '../../src/core/errors.ts';
import { money, ZERO } from '../../src/core/money.ts';
import type { PersonFacts } from '../../src/core/people.ts';
import type { ServerDeps } from '../../src/server/deps.ts';
import type { Store } from '../../src/store/types.ts';
import { tamper } from '../jobs/setup.ts';
import { openWorld } from '../journeys/world.ts';
import { serveLedger } from './setup.ts';

/** The company that the examples of the API were asked of: simulated, small, at one frozen moment, the same in every run. */

/** A chat that is told of what concerns everybody. */
const CHAT = {
  name: 'alerts',
  kind: 'slack' as const,
  url: 'https://hooks.slack.com/services/T000/B000/XXXX',
  language: 'en' as const,
  topics: ['budgets' as const, 'health' as const],
  of: ['everything'],
  people: false,
};

/** Whoever asks: administrator, manager, with spend and a budget of their own. */
export const ASKER = 'emil.ito@example.com';
/** Whom they report to. */
const HEAD = 'yuki.brandt@example.com';
const FIRST = ['elena.gupta@example.com', 'haruto.patel@example.com'];
const ACTOR = { id: 'local:tester', reason: 'quarterly plan' };

const person = (email: string, more: Partial<PersonFacts> = {}): PersonFacts => ({
  email,
  name: email
    .replace(/@.*/, '')
    .split('.')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join(' '),
  costCenter: 'CC-1001 Platform',
  manager: ASKER,
  active: true,
  groups: ['engineering'],
  ...more,
});

/** Whoever asks is stopped by a budget of one family of models, and somebody else was released. */
async function stopped(store: Store, now: string): Promise<void> {
  const period = { periodStart: '2026-11-01', periodEnd: '2026-12-01' };
  const stop = {
    ...{ id: 'stop-1', budgetId: 'budget-1', scopeKey: ASKER, ...period, since: now },
    scopeKind: 'user' as const,
    ...{ narrowing: 'family:claude-opus', counted: money('51.2'), limit: money('50'), isDry: false },
  };
  await tamper(store, (lease) => store.stops.decide(lease, { begun: [stop], moved: [], ended: [] }, now));
  const { periodStart, periodEnd } = period;
  await store.stops.addReprieve(
    {
      ...{ id: 'release-1', kind: 'release', budgetId: 'budget-2', scopeKey: FIRST[0] ?? '', periodStart },
      ...{ from: now, until: `${periodEnd}T00:00:00.000Z`, extra: null, by: ASKER, reason: 'a launch' },
    },
    { id: ASKER },
    now,
  );
}

export async function openExampleWorld() {
  const world = await openWorld({}, { regions: ['us-east-1', 'ap-northeast-1'] });
  const { store, clock } = world;
  const now = new Date(clock.now()).toISOString();
  await store.people.learn(
    'file',
    [person(HEAD, { manager: '' }), person(ASKER, { manager: HEAD }), ...FIRST.map((one) => person(one))],
    { complete: true, actor: ACTOR, now },
  );
  const said = person(ASKER, { costCenter: null, manager: null, active: null });
  await store.sessions.open(
    {
      hash: 'known to nobody',
      id: 'session-1',
      email: ASKER,
      createdAt: now,
      expiresAt: new Date(clock.now() + 10 * 3_600_000).toISOString(),
      address: '203.0.113.7',
      agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    },
    said,
    { id: ASKER, via: 'page' },
  );
  await store.bindings.bind(
    {
      issuer: 'https://login.example.com',
      subject: '00u1k2x9',
      email: ASKER,
      address: ASKER,
      signedInAt: now,
    },
    { id: ASKER, via: 'page' },
    now,
  );
  await store.people.addAlias({ alias: 'emil@example.com', email: ASKER, source: 'byHand' }, ACTOR, now);
  await store.people.grant({ email: ASKER, role: 'administrator', costCenter: '' }, ACTOR, now);
  await store.budgets.set({ kind: 'userDefault' }, money('60'), ACTOR, now);
  await store.budgets.set({ kind: 'user', key: ASKER }, money('800'), ACTOR, now);
  await store.budgets.set({ kind: 'costCenter', key: 'CC-1001 Platform' }, money('1500'), ACTOR, now);
  await world.sync();
  const held = { source: 'tags', name: '222233334444/us-east-1', day: '', unit: 'entries' } as const;
  const times = { firstAt: now, lastAt: now, acceptedAt: null };
  await tamper(store, (lease) =>
    store.quarantine.hold(lease, [{ ...held, before: 12n, after: 0n, ...times }], null, [], now),
  );
  // One alone: what is owed at the same moment is listed by ids, which are others in each run.
  await tamper(store, (lease) =>
    store.notices.raise(
      lease,
      [
        {
          kind: 'heldBack',
          about: 'heldBack',
          scope: null,
          data: {},
          lines: ['tags 222233334444/us-east-1'],
          send: [{ channel: 'email', target: ASKER, role: 'administrator' }],
        },
      ],
      now,
    ),
  );
  await stopped(store, now);
  world.settings.enforcement = {
    ...{ mode: 'on', onUnpriced: false, exemptGroups: [], contact: 'platform@example.com' },
    grace: { amount: money('5'), hours: 4 },
  };
  const token = async (name: string, scopes: readonly Scope[]) => {
    const secret = newToken();
    const expiresAt = '2027-02-22T14:05:00.000Z';
    const made = { id: `${name}-1`, email: ASKER, name, scopes, createdAt: now, expiresAt };
    await store.tokens.create(made, hashOf(secret), { id: ASKER });
    return secret;
  };
  const aws = world.deps.awsFactory(ZERO);
  /** @param isBusy AWS says that another one is made with the same token */
  const serve = (change: Partial<ServerDeps['settings']> = {}, isBusy = false) => {
    const createProfile = () => Promise.reject(new LedgerError('conflict', 'another is being made'));
    const bedrock = isBusy ? { ...aws.bedrock, createProfile } : aws.bedrock;
    return serveLedger({
      store,
      clock,
      settings: { ...world.settings, notify: { ...world.settings.notify, channels: [CHAT] }, ...change },
      actions: {
        trigger: () => undefined,
        createProfile: (asking, typed) => vendProfile(asking, { ...aws, bedrock }, typed),
        deleteProfile: (asking, arn, typed) => retireProfile(asking, aws, arn, typed),
      },
    });
  };
  return {
    ...world,
    serve,
    /** Good for everything, and for nothing but the line of a prompt. */
    token: await token('laptop', SCOPES),
    narrowToken: await token('prompt', ['me']),
  };
}
