import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Move, movePlan as planOf } from '../../../src/core/hygiene/move.ts';
import { judgeCallBy } from '../../../src/core/policies/calls.ts';
import { judgeOf } from '../../../src/core/policies/explain.ts';
import { printPolicy } from '../../../src/core/policies/generate.ts';
import { parsePolicy } from '../../../src/core/policies/parse.ts';
import type { PlannedStep } from '../../../src/core/provisioning/types.ts';
import type { Profile } from '../../../src/core/types.ts';
import { makingOf, tagsOfMaking } from '../../../src/core/vending/making.ts';
import { choicesFor } from '../policies/arrangements.ts';
import { WORLDS } from '../policies/sentences.ts';
import { ACCOUNT, CATALOGUE, factsOf, KEYS, MODELS, modelArnsOf, profile, REGION } from './world.ts';

/**
 * Wherever a move is interrupted, whoever moves can call each model that they could call before, by the session that they
 * have at that moment: one of before the attribute changed until all of these have ended, one of afterwards from then on.
 */

const OLD = 'ann.smith@example.com';
const NEW = 'ann.jones@example.com';
/** Of nobody alone: it has no such tag. */
const SHARED = '';
const [world] = WORLDS as [(typeof WORLDS)[0]];
const judge = judgeOf({
  identity: [parsePolicy(printPolicy('invoke', choicesFor(world, false)).document, 'invoke')],
  boundary: null,
  controls: [],
});

const movePlan = (
  facts: ReturnType<typeof factsOf>,
  move: Move,
  title: string,
  going = new Map<string, string>(),
) => planOf({ ...facts, going }, move, title);

interface Held {
  arn: string;
  tags: Readonly<Record<string, string>>;
  modelKey: string;
}
const mayCall = (address: string, { arn, tags, modelKey }: Held): boolean =>
  judgeCallBy(judge, {
    action: 'bedrock:InvokeModel',
    caller: {
      arn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_BedrockUsers_0123456789abcdef`,
      accountId: ACCOUNT,
      tags: { UserEmail: address },
    },
    on: { arn, tags, modelArns: modelArnsOf(modelKey) },
    region: REGION,
    tagsWhileCreating: 'present',
  }).decision === 'allowed';
const modelsFor = (address: string, there: ReadonlyMap<string, Held>): Set<string> =>
  new Set([...there.values()].filter((one) => mayCall(address, one)).map(({ modelKey }) => modelKey));

/** What a step does to what is there; `used`: somebody used it since, so that it stays. */
function apply(there: Map<string, Held>, { deed }: PlannedStep, used: boolean): void {
  if (deed.kind === 'create') {
    const source = CATALOGUE.find(({ id }) => id === deed.wanted.sourceId);
    if (source === undefined) throw new Error('made of nothing');
    const attempt = there.size;
    const arn = `arn:aws:bedrock:${REGION}:${ACCOUNT}:application-inference-profile/new${attempt}`;
    const making = makingOf(deed.wanted, source, attempt);
    there.set(arn, { arn, tags: tagsOfMaking(KEYS, deed.wanted, making), modelKey: source.modelKey });
  }
  if (deed.kind === 'tag') {
    const held = there.get(deed.arn);
    if (held !== undefined) there.set(deed.arn, { ...held, tags: { ...held.tags, ...deed.set } });
  }
  if (deed.kind === 'delete' && !used) there.delete(deed.arn);
}

const tags = fc.record(
  {
    UserEmail: fc.constantFrom(OLD, OLD, OLD, NEW, 'bob@example.com', SHARED),
    CostCenter: fc.constantFrom('CC-1', 'CC-2'),
    Project: fc.constantFrom('a', 'b'),
    InferenceProfile: fc.constantFrom('x', 'y'),
    ManagedBy: fc.constantFrom('bedrock-ledger', 'platform-team'),
  },
  { requiredKeys: ['UserEmail'] },
);
const profiles: fc.Arbitrary<Profile[]> = fc
  .array(
    fc.record({
      tags: tags.map(
        ({ UserEmail, ...one }): Readonly<Record<string, string>> =>
          UserEmail === SHARED ? one : { ...one, UserEmail },
      ),
      modelKey: fc.constantFrom(...MODELS),
      known: fc.boolean(),
      live: fc.constantFrom(true, true, true, false),
    }),
    { maxLength: 8 },
  )
  .map((all) =>
    all.map(({ tags: given, modelKey, known, live }, index) =>
      profile({
        shortId: `old${index}`,
        tags: given,
        modelKey,
        sourceId: known ? `us.${modelKey}` : null,
        status: live ? 'ACTIVE' : 'CREATING',
      }),
    ),
  );
const moves: fc.Arbitrary<Move> = fc.record({
  addresses: fc.constant([OLD]),
  to: fc.constantFrom(NEW, NEW, null),
  costCenter: fc.constantFrom('CC-2', null),
  directoryCostCenter: fc.constantFrom('CC-1', ''),
});
const vending = {
  tags: [{ key: 'Project', values: ['a', 'b'], required: false }],
  unusedDays: 60,
  shared: { enabled: false, by: [] },
};

describe('a move, interrupted after any of its steps', () => {
  it('locks nobody out of a model that they could call', () => {
    let checked = 0;
    fc.assert(
      fc.property(profiles, moves, fc.infiniteStream(fc.boolean()), (all, move, luck) => {
        const plan = movePlan(factsOf(all, { vending }), move, 'a move');
        const there = new Map(
          all
            .filter(({ status }) => status === 'ACTIVE')
            .map((one): [string, Held] => [
              one.arn,
              { arn: one.arn, tags: one.history[0]?.tags ?? {}, modelKey: one.modelKey },
            ]),
        );
        const lost = new Set(plan.refused.map(({ detail }) => detail.model));
        const before = [...modelsFor(OLD, there)].filter((model) => !lost.has(model));
        let sessions = [OLD];
        const nobodyIsOut = () => {
          for (const session of sessions) {
            const may = modelsFor(session, there);
            for (const model of before) {
              checked += 1;
              if (!may.has(model)) return false;
            }
          }
          return true;
        };
        // Within a phase steps are done in any order.
        const order = [...plan.steps]
          .map((step) => ({ step, at: step.phase + (luck.next().value ? 0.5 : 0) }))
          .sort((a, b) => a.at - b.at)
          .map(({ step }) => step);
        const shared = new Set(
          all.filter(({ history }) => !history[0]?.tags.UserEmail).map(({ arn }) => arn),
        );
        return order.every((step) => {
          if ('arn' in step.deed && shared.has(step.deed.arn)) return false;
          apply(there, step, luck.next().value === true);
          if (step.deed.kind === 'byHand' && step.deed.what === 'changeAddress') sessions = [OLD, NEW];
          if (step.deed.kind === 'byHand' && step.deed.what === 'signInAnew') sessions = [NEW];
          return nobodyIsOut();
        });
      }),
      { numRuns: 400, seed: 14 },
    );
    expect(checked).toBeGreaterThan(1000);
  });

  it('leaves nothing to move, and is nothing the second time', () => {
    const again = () =>
      fc.assert(
        fc.property(profiles, moves, (all, move) => {
          const plan = movePlan(factsOf(all, { vending }), move, 'a move');
          const there = new Map(
            all.map((one): [string, Held] => [
              one.arn,
              { arn: one.arn, tags: one.history[0]?.tags ?? {}, modelKey: one.modelKey },
            ]),
          );
          const stays = new Set(plan.refused.map(({ detail }) => detail.arn));
          for (const step of plan.steps) apply(there, step, false);
          const after = [...there.values()]
            .filter(({ arn }) => !stays.has(arn))
            .map((one) => profile({ ...one, shortId: one.arn, sourceId: `us.${one.modelKey}` }));
          const second = movePlan(factsOf(after, { vending }), move, 'second');
          return second.steps.length === 0 && second.refused.length === 0;
        }),
        { numRuns: 200, seed: 15 },
      );
    expect(again).not.toThrow();
  });
});

describe('what moves', () => {
  const deedsOf = (all: readonly Profile[], move: Partial<Move>) =>
    movePlan(
      factsOf(all),
      { addresses: [OLD], to: NEW, costCenter: null, directoryCostCenter: 'CC-1', ...move },
      't',
    );
  const marked = {
    UserEmail: OLD,
    CostCenter: 'CC-1',
    BudgetStatus: 'exceeded',
    Project: 'a',
    ManagedBy: 'x',
  };

  it('says of whoever comes back what the move away ends', () => {
    const there = profile({ tags: { ...marked, UserEmail: NEW } });
    const going = new Map([[there.arn, 'p1']]);
    const move = { addresses: [OLD], to: NEW, costCenter: null, directoryCostCenter: 'CC-1' };
    const { notes } = movePlan(factsOf([there, profile({ tags: marked })]), move, 't', going);
    expect(notes).toEqual([
      { about: there.name, key: 'goesByPlan', detail: { profile: there.name, plan: 'p1' } },
    ]);
  });

  it('carries its mark of a spent budget and its further tags along, and no reserved one', () => {
    const { steps } = deedsOf([profile({ tags: { ...marked, 'aws:created': 'y' } })], {});
    expect(steps[0]?.deed).toMatchObject({ kind: 'create', wanted: { userEmail: NEW, costCenter: 'CC-1' } });
    const deed = steps[0]?.deed;
    expect(deed?.kind === 'create' ? deed.wanted.tags : null).toEqual({
      BudgetStatus: 'exceeded',
      Project: 'a',
    });
  });
  it('goes in phases: made, attribute, sessions, deleted a day later at the earliest', () => {
    const { steps } = deedsOf([profile({ tags: marked })], { costCenter: 'CC-2' });
    expect(steps.map(({ phase, deed }) => [phase, deed.kind === 'byHand' ? deed.what : deed.kind])).toEqual([
      [1, 'create'],
      [2, 'changeAddress'],
      [2, 'changeCostCenter'],
      [3, 'signInAnew'],
      [4, 'delete'],
    ]);
    expect(steps[0]?.deed).toMatchObject({ wanted: { costCenter: 'CC-2' } });
    expect(steps[4]?.deed).toMatchObject({ notBefore: '2026-11-29T12:00:00.000Z' });
  });
  it('is told where it cannot: what is not known to stand for anything stays', () => {
    const { steps, refused } = deedsOf([profile({ tags: marked, sourceId: null })], {});
    expect(refused).toMatchObject([{ key: 'sourceUnknown' }]);
    expect(steps.some(({ deed }) => deed.kind === 'delete')).toBe(false);
  });
  it('keeps ARN and settings where only the cost center changes', () => {
    const one = profile({ tags: { ...marked, UserEmail: OLD } });
    const { steps } = deedsOf([one], { to: null, costCenter: 'CC-2' });
    expect(steps.map(({ deed }) => deed)).toMatchObject([
      { kind: 'tag', arn: one.arn, set: { CostCenter: 'CC-2' }, before: { CostCenter: 'CC-1' } },
      { kind: 'byHand', what: 'changeCostCenter', from: 'CC-1', to: 'CC-2' },
    ]);
  });
  it.each([NEW, null])('does not count on one that answers no call yet (%s)', (to) => {
    const tags = { ...marked, CostCenter: to === null ? 'CC-2' : 'CC-1', UserEmail: to ?? OLD };
    const unborn = profile({ tags, status: 'CREATING' });
    const { steps } = deedsOf([profile({ tags: marked }), unborn], {
      to,
      ...(to === null ? { costCenter: 'CC-2' } : {}),
    });
    expect(steps[0]?.deed.kind).toBe(to === null ? 'tag' : 'create');
  });
});
