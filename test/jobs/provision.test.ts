import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan, stopPlan } from '../../src/app/provisioning/apply.ts';
import { proposePlan } from '../../src/app/provisioning/propose.ts';
import { AwsError } from '../../src/aws/errors.ts';
import { operator } from '../../src/core/access.ts';
import { ZERO } from '../../src/core/money.ts';
import { HOUR_MS, instantOf } from '../../src/core/periods.ts';
import type { Deed, PlannedStep } from '../../src/core/provisioning/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { askingOf } from '../asking.ts';
import { vend } from '../vending.ts';
import { type Bench, type Collected, collected } from './setup.ts';

/** The job that does the steps of plans, against the simulated AWS. */

const ACTOR = { id: 'ann@example.com' };
const MODEL = 'global.anthropic.claude-sonnet-4-6';
const EMAIL = 'new.hire@example.com';
const WRITES = /^bedrock:(Create|Delete|Tag|Untag)/;

let company: Collected;
let b: Bench;
beforeAll(async () => {
  company = await collected(['profiles'], { world: { users: 3, days: 3 } });
});
afterAll(() => company.remove());
beforeEach(async () => {
  b = await company.bench();
});
afterEach(() => b.close());

const asking = () =>
  askingOf(b.store, {
    viewer: operator(ACTOR.id),
    actor: ACTOR,
    now: b.clock.now(),
    settings: b.deps.settings,
  });
const place = () => ({ accountId: b.deps.settings.accounts[0]?.accountId ?? '', region: 'us-east-1' });
const wantedFor = (userEmail: string) => ({
  userEmail,
  costCenter: 'CC-1',
  sourceId: MODEL,
  tags: {},
  ...place(),
});
const creates = (userEmail: string): Deed => ({ kind: 'create', wanted: wantedFor(userEmail) });
const planned = (deed: Deed, phase = 0): PlannedStep => ({ deed, about: 'somebody', phase });

async function propose(steps: readonly PlannedStep[], purpose: 'provision' | 'rollOver' = 'provision') {
  const { id } = await proposePlan(asking(), { purpose, title: 'a plan', steps, unchanged: 0, refused: [] });
  return id;
}
const run = async () => (await runSync(b.deps, ['provision'])).runs[0];
const writes = () =>
  Object.entries(b.simulator.requests())
    .filter(([name]) => WRITES.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
/** Profiles at AWS that carry this owner. */
const ownedAtAws = (userEmail: string) =>
  b.simulator.world
    .profiles(place().accountId, place().region)
    .filter(({ tags }) => tags.some(({ key, value }) => key === 'UserEmail' && value === userEmail));
const statesOf = async (id: string) =>
  (await b.store.provisioning.steps(id, {}, null)).map(({ state, reason }) => [state, reason?.key ?? null]);
const planOf = async (id: string) => (await b.store.provisioning.get(id))?.state;

describe('a plan', () => {
  it('changes nothing before it is applied, then is done step by step, once', async () => {
    const id = await propose([planned(creates(EMAIL)), planned(creates('second@example.com'))]);
    expect(await run()).toMatchObject({ status: 'ok', rows: 0 });
    expect(writes()).toBe(0);
    expect(await applyPlan(asking(), id)).toBe('draft');
    expect(await b.store.provisioning.isDue(instantOf(b.clock.now()))).toBe(true);
    expect(await run()).toMatchObject({ status: 'ok', rows: 2 });
    expect(writes()).toBe(2);
    expect(await planOf(id)).toBe('done');
    const made = await b.store.profiles.list(
      { scope: 'all', tagKeys: b.deps.settings.tagKeys, user: EMAIL },
      null,
    );
    expect(made[0]?.history.at(-1)?.tags).toMatchObject({ UserEmail: EMAIL, CostCenter: 'CC-1' });
    expect(await applyPlan(asking(), id)).toBe('done');
    const again = await propose([planned(creates(EMAIL)), planned(creates('second@example.com'))]);
    await applyPlan(asking(), again);
    expect(await run()).toMatchObject({ status: 'ok', rows: 2 });
    expect(writes()).toBe(2);
    expect(await statesOf(again)).toEqual([
      ['done', 'there'],
      ['done', 'there'],
    ]);
  });

  it.each(['gone', 'somebody else’s'])(
    'makes another one where AWS still answers with one that is %s',
    async (by) => {
      const first = await propose([planned(creates('ann@example.com'))]);
      await applyPlan(asking(), first);
      await run();
      const [made] = ownedAtAws('ann@example.com');
      b.simulator.world.setTags(made?.arn ?? '', [{ key: 'UserEmail', value: 'bob@example.com' }], []);
      b.clock.advance(HOUR_MS);
      await runSync(b.deps, ['profiles']);
      if (by === 'gone') {
        b.simulator.world.deleteProfile(made?.arn ?? '');
        b.clock.advance(HOUR_MS);
        await runSync(b.deps, ['profiles']);
      }
      const again = await propose([planned(creates('ann@example.com'))]);
      await applyPlan(asking(), again);
      await run();
      const [step] = await b.store.provisioning.steps(again, {}, null);
      expect(step?.state).toBe('done');
      expect(ownedAtAws('ann@example.com').map(({ arn }) => arn)).toEqual([step?.result]);
    },
  );

  it('wants what another plan and the form make at the same time, and there is one', async () => {
    const plans = [await propose([planned(creates(EMAIL))]), await propose([planned(creates(EMAIL))])];
    for (const id of plans) await applyPlan(asking(), id);
    const deps = { store: b.store, aws: b.deps.awsFactory(ZERO), clock: b.clock, settings: b.deps.settings };
    const [done, made] = await Promise.all([run(), vend(deps, wantedFor(EMAIL), ACTOR)]);
    expect(done).toMatchObject({ status: 'ok', rows: 2 });
    const { accountId, region } = place();
    const theirs = b.simulator.world
      .profiles(accountId, region)
      .filter(({ tags }) => tags.some(({ value }) => value === EMAIL));
    expect(theirs.map(({ arn }) => arn)).toEqual([made.profile.arn]);
    expect(await b.store.audit.count({ action: 'profile.create' })).toBe(1);
  });

  it('skips what is not to be done any more, each with its reason', async () => {
    const now = instantOf(b.clock.now());
    const learn = (email: string, costCenter: string, active: boolean) =>
      b.store.people.learn('file', [{ email, name: null, costCenter, manager: null, active, groups: null }], {
        complete: false,
        actor: ACTOR,
        now,
      });
    const [gone, theirs] = await b.store.profiles.all();
    if (gone === undefined || theirs === undefined) throw new Error('the company has profiles');
    const { arn, accountId, region } = gone;
    const before = theirs.history.at(-1)?.tags ?? {};
    const of = { arn: theirs.arn, place: { accountId: theirs.accountId, region: theirs.region } };
    const deletion = { kind: 'delete', ...of, notBefore: null, unusedSince: null } as const;
    const whose = { address: before.UserEmail ?? '', left: false };
    const id = await propose([
      planned(creates('left@example.com')),
      planned(creates('moved@example.com')),
      planned({ kind: 'delete', arn, place: { accountId, region }, notBefore: null, unusedSince: null }),
      planned({
        kind: 'tag',
        arn,
        place: { accountId, region },
        set: { Project: 'apollo' },
        remove: [],
        before: {},
      }),
      planned({
        kind: 'delete',
        arn: `${arn}x`,
        place: { accountId, region },
        notBefore: null,
        unusedSince: null,
      }),
      planned({ kind: 'tag', ...of, set: { CostCenter: 'CC-3' }, remove: [], before }),
      planned({ ...deletion, whose }),
      planned({ ...deletion, whose: { address: 'moved@example.com', left: true } }),
      planned({ ...deletion, whose: { ...whose, address: 'moved@example.com' } }, 1),
      { ...planned({ ...deletion, whose: { ...whose, address: 'moved@example.com' } }, 1), about: 'nobody' },
    ]);
    await b.store.profiles.addTagged(theirs.arn, { ...before, UserEmail: 'moved@example.com' }, ACTOR, now);
    await learn('left@example.com', 'CC-1', false);
    await learn('moved@example.com', 'CC-2', true);
    await b.store.profiles.markDeleted(arn, ACTOR, now);
    await applyPlan(asking(), id);
    expect(await run()).toMatchObject({ status: 'ok', rows: 2 });
    // All but the one of nobody whose successor is missing.
    expect(writes()).toBe(1);
    expect(await statesOf(id)).toEqual([
      ['skipped', 'left'],
      ['skipped', 'moved'],
      ['done', 'there'],
      ['skipped', 'gone'],
      ['skipped', 'unknown'],
      ['skipped', 'changed'],
      ['skipped', 'changed'],
      ['skipped', 'isBack'],
      ['skipped', 'noSuccessor'],
      ['done', null],
    ]);
    expect(await planOf(id)).toBe('done');
  });

  it('tags and deletes in AWS and in the ledger, with an entry of each in the audit log', async () => {
    const [first, second] = (await b.store.profiles.all()).filter(({ goneAt }) => goneAt === null);
    if (first === undefined || second === undefined) throw new Error('the company has profiles');
    const { accountId, region } = first;
    const id = await propose([
      planned({
        kind: 'tag',
        arn: first.arn,
        place: { accountId, region },
        set: { CostCenter: 'CC-77', Project: 'apollo' },
        remove: ['ManagedBy'],
        before: first.history.at(-1)?.tags ?? {},
      }),
      planned(
        {
          kind: 'delete',
          arn: second.arn,
          place: { accountId: second.accountId, region: second.region },
          notBefore: null,
          unusedSince: null,
        },
        1,
      ),
    ]);
    await applyPlan(asking(), id, { reason: 'moved' });
    expect(await run()).toMatchObject({ status: 'ok', rows: 2 });
    const tags = (await b.store.profiles.get(first.arn))?.history.at(-1)?.tags;
    expect(tags).toMatchObject({ CostCenter: 'CC-77', Project: 'apollo' });
    expect(tags).not.toHaveProperty('ManagedBy');
    expect((await b.store.profiles.get(second.arn))?.goneAt).not.toBeNull();
    // What the next listing says is the same.
    await runSync(b.deps, ['profiles']);
    expect((await b.store.profiles.get(first.arn))?.history.at(-1)?.tags).toEqual(tags);
    const entries = await b.store.audit.list({ limit: 10, action: 'profile' });
    expect(
      entries.map(({ action, subject, actor, via, reason }) => [action, subject, actor, via, reason]),
    ).toEqual([
      ['profile.delete', second.arn, ACTOR.id, 'job', `plan ${id}: a plan`],
      ['profile.tag', first.arn, ACTOR.id, 'job', `plan ${id}: a plan`],
    ]);
  });

  it('fails with the words of AWS while the others go on; later phases wait, and only what failed is tried again', async () => {
    const bad: Deed = { kind: 'create', wanted: { ...wantedFor('o’neil@example.com') } };
    const id = await propose([
      planned(bad),
      planned(creates(EMAIL)),
      planned(creates('last@example.com'), 1),
    ]);
    await applyPlan(asking(), id);
    const failed = await run();
    expect(failed).toMatchObject({ status: 'partial', rows: 1 });
    expect(failed?.errors).toEqual([{ slice: 'somebody', error: expect.stringContaining('Amazon Bedrock') }]);
    expect(await statesOf(id)).toEqual([
      ['failed', 'aws'],
      ['done', null],
      ['waiting', null],
    ]);
    expect(await planOf(id)).toBe('stopped');
    const before = writes();
    await applyPlan(asking(), id);
    expect(await run()).toMatchObject({ status: 'partial', rows: 0 });
    expect(writes() - before).toBe(1);
    expect(await planOf(id)).toBe('stopped');
  });

  it('does phase after phase, however they are numbered', async () => {
    const id = await propose([planned(creates(EMAIL), 1), planned(creates('first@example.com'))]);
    await applyPlan(asking(), id);
    await run();
    const entries = await b.store.audit.list({ limit: 2, action: 'profile.create' });
    const whose = entries.map(({ after }) => (after as { tags: { UserEmail: string } }).tags.UserEmail);
    expect(whose).toEqual([EMAIL, 'first@example.com']);
  });

  it('goes with its steps once it ended long ago, a piece at a time; what is being applied stays', async () => {
    const { provisioning } = b.store;
    const later = instantOf(b.clock.now() + 1);
    const old = await propose([planned(creates(EMAIL)), planned(creates('second@example.com'))]);
    const going = await propose([planned(creates(EMAIL))]);
    await applyPlan(asking(), going);
    expect(await provisioning.forget(instantOf(b.clock.now()), 500)).toBe(0);
    expect(await provisioning.forget(later, 1)).toBe(1);
    expect((await provisioning.get(old))?.counts.waiting).toBe(1);
    expect(await provisioning.forget(later, 500)).toBe(2);
    expect(await provisioning.get(old)).toBeNull();
    expect(await provisioning.steps(old, {}, null)).toEqual([]);
    expect(await planOf(going)).toBe('applying');
  });

  it('waits for a date, and for what nobody uses', async () => {
    const [one] = (await b.store.profiles.all()).filter(({ goneAt }) => goneAt === null);
    if (one === undefined) throw new Error('the company has profiles');
    const { arn, accountId, region } = one;
    const later = instantOf(b.clock.now() + 3_600_000);
    const id = await propose([
      planned({ kind: 'delete', arn, place: { accountId, region }, notBefore: later, unusedSince: null }),
      planned({
        kind: 'delete',
        arn,
        place: { accountId, region },
        notBefore: null,
        unusedSince: instantOf(b.clock.now() - 3_600_000),
      }),
    ]);
    await applyPlan(asking(), id);
    await run();
    // Token usage was never read here: whether somebody uses it nobody knows.
    expect(await statesOf(id)).toEqual([
      ['waiting', null],
      ['waiting', 'useUnknown'],
    ]);
    expect(writes()).toBe(0);
    expect(await b.store.provisioning.isDue(instantOf(b.clock.now()))).toBe(false);
    expect(await b.store.provisioning.going()).toEqual(new Map([[arn, id]]));
    expect(await b.store.provisioning.waits(id, instantOf(b.clock.now()))).toEqual({
      until: later,
      forHand: false,
    });
    b.clock.advance(3_600_000);
    expect(await run()).toMatchObject({ rows: 1 });
    expect(writes()).toBe(1);
    expect(await planOf(id)).toBe('applying');
  });

  it('is not begun while profiles are not vended, and stops with one step under way', async () => {
    const id = await propose([planned(creates(EMAIL)), planned(creates('second@example.com'))]);
    const settings = { ...b.deps.settings, vending: { ...b.deps.settings.vending, enabled: false } };
    await expect(applyPlan({ ...asking(), settings }, id)).rejects.toMatchObject({ code: 'switchedOff' });
    await applyPlan(asking(), id);
    const stopping = {
      ...b.deps,
      progress: { ...b.deps.progress, step: () => void stopPlan(asking(), id) },
    };
    await runSync(stopping, ['provision']);
    await run();
    expect(writes()).toBe(1);
    expect(await planOf(id)).toBe('stopped');
    expect(await statesOf(id)).toEqual([
      ['done', null],
      ['waiting', null],
    ]);
  });
});

describe('AWS’s quota', () => {
  it('used up in a place ends what is asked of it, and of no other; what is under way is asked again', async () => {
    const other = { ...place(), region: 'us-west-2' };
    const wanted = (userEmail: string, at = place()): Deed => ({
      kind: 'create',
      wanted: { ...wantedFor(userEmail), ...at },
    });
    const id = await propose([
      ...Array.from({ length: 3 }, (_, index) => planned(wanted(`p${index}@example.com`))),
      planned(wanted(EMAIL, other)),
      planned(wanted('under.way@example.com', other)),
    ]);
    await applyPlan(asking(), id);
    const { bedrock } = b.deps.awsFactory(ZERO);
    let asked = 0;
    const factory: typeof b.deps.awsFactory = (...given) => {
      const aws = b.deps.awsFactory(...given);
      return {
        ...aws,
        bedrock: {
          ...aws.bedrock,
          createProfile: async (at, input) => {
            asked += 1;
            // Said by AWS itself in the test of the simulator's quota; here it is one refusal and no thousand profiles.
            if (at.region !== 'us-west-2')
              throw new AwsError(
                'quota',
                { service: 'bedrock', operation: 'CreateInferenceProfile', place: at },
                'ServiceQuotaExceededException',
                'full',
              );
            if (input.tags.UserEmail === 'under.way@example.com')
              throw new AwsError(
                'conflict',
                { service: 'bedrock', operation: 'CreateInferenceProfile', place: at },
                'ConflictException',
                'the token is in use',
              );
            return bedrock.createProfile(at, input);
          },
        },
      };
    };
    const [ended] = (await runSync({ ...b.deps, awsFactory: factory }, ['provision'])).runs;
    expect(ended).toMatchObject({ status: 'partial', rows: 1 });
    expect(asked).toBe(3);
    expect((await statesOf(id)).map(([state]) => state)).toEqual([
      ...['failed', 'failed', 'failed'],
      ...['done', 'waiting'],
    ]);
  });
});
