import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPlan } from '../../src/app/provisioning/apply.ts';
import { planProvisioning, type WishTyped } from '../../src/app/provisioning/plan.ts';
import { proposePlan } from '../../src/app/provisioning/propose.ts';
import { MANAGED_BY, OURS } from '../../src/core/policies/choices.ts';
import type { Proposal } from '../../src/core/provisioning/types.ts';
import type { JobName } from '../../src/core/runs.ts';
import type { Money } from '../../src/core/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/types.ts';
import { PLAN_KILLS, PLAN_PEOPLE, PLAN_THROTTLED } from '../amounts.ts';
import { askingOf } from '../asking.ts';
import { awsAt, awsContents, NOW, settings } from './ledger.ts';
import { bundled, runProgram } from './processes.ts';

/**
 * Profiles for many, whose maker is killed again and again while AWS throttles: in the end each is there once, as it was
 * planned, in AWS and in the ledger. The soak does it for a thousand people with twenty kills.
 */

const MOMENTS = ['between', 'uncommitted', 'before', 'after'] as const;
const MODELS = 3;
const WRITES = /^bedrock:(Create|Delete|Tag|Untag)/;
const SECONDS_PER_PERSON = 5;

let folder: string;
let program: string;
let simulator: Simulator;
let file: string;
beforeAll(async () => {
  const cache = join(import.meta.dirname, '../../node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(join(cache, 'provision-'));
  file = join(folder, 'ledger.db');
  program = await bundled('provisioner', folder);
  simulator = await startSimulator({
    seed: 7,
    users: 3,
    days: 2,
    nowMs: NOW,
    speed: 0,
    throttlePercent: PLAN_THROTTLED,
  });
  await inLedger(async (store) => {
    await store.identity.pin({ payerAccountId: settings.payer.accountId ?? '', simulated: true });
    await runHere(store, 'profiles');
    const people = Array.from({ length: PLAN_PEOPLE }, (_, index) => ({
      email: emailOf(index),
      name: null,
      costCenter: `CC-${index % 7}`,
      manager: null,
      active: true,
      groups: ['all'],
    }));
    await store.people.learn('file', people, { complete: true, actor: { id: 'test' }, now: at });
  });
}, 60_000);
afterAll(async () => {
  await simulator?.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = new Date(NOW).toISOString();
const emailOf = (index: number) => `person-${String(index).padStart(5, '0')}@example.com`;
const askingIn = (store: Store) => askingOf(store, { now: NOW, settings });
const inLedger = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(file, { now: NOW, attribution: settings.attribution });
  try {
    return await work(store);
  } finally {
    store.close();
  }
};
/** A job in this process, as often as it has its turn. */
async function runHere(store: Store, job: JobName): Promise<void> {
  const progress = { start() {}, step() {}, done() {} };
  const deps = { store, awsFactory: awsAt(simulator.url), clock: { now: () => NOW }, settings };
  do {
    const { runs } = await runSync({ ...deps, notifiers: [], progress }, [job]);
    expect(runs.map(({ status }) => status)).toEqual(['ok']);
  } while (await store.provisioning.isDue(at));
}
const writes = () =>
  Object.entries(simulator.requests())
    .filter(([name]) => WRITES.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
const keep = (proposal: Proposal) =>
  inLedger(async (store) => {
    const { id } = await proposePlan(askingIn(store), proposal);
    await applyPlan(askingIn(store), id);
    return id;
  });

/** Kills the maker so often, at profiles spread over all of them, and lets the last one come to its end. */
async function carriedOut(id: string, count: number, kills: number): Promise<void> {
  const each = Math.floor(count / (kills + 1));
  for (let kill = 0; kill < kills; kill++) {
    const moment = MOMENTS[kill % MOMENTS.length] ?? 'between';
    const ended = await runProgram(program, [file, simulator.url, String(each), moment]);
    expect(ended.signal, `killed ${moment} profile ${each} for the ${kill + 1}. time: ${ended.errors}`).toBe(
      'SIGKILL',
    );
  }
  // One run has its turn of a minute, and the next goes on.
  for (let runs = 0; runs < 60; runs++) {
    const ended = await runProgram(program, [file, simulator.url]);
    expect(ended.code, ended.errors).toBe(0);
    expect(JSON.parse(ended.output)).toMatchObject([{ status: 'ok', errors: [] }]);
    const state = await inLedger((store) => store.provisioning.stateOf(id));
    if (state === 'done') return;
  }
  throw new Error('the plan did not come to its end');
}

test(
  `profiles of ${PLAN_PEOPLE} people for ${MODELS} models are made once each, through ${PLAN_KILLS} kills and throttling`,
  async () => {
    const wish: WishTyped = await inLedger(async (store) => ({
      addresses: [],
      groups: ['all'],
      costCenters: [],
      everybody: false,
      models: await globalModels(store),
      places: [],
      spread: 'oneOf',
      tags: {},
      removeOthers: false,
    }));
    const plan = () =>
      inLedger((store) => planProvisioning(askingIn(store), awsAt(simulator.url)(0n as Money), wish));
    const before = { ...simulator.requests() };
    const proposal = await plan();
    const asked = Object.entries(simulator.requests()).filter(([name, count]) => count > (before[name] ?? 0));
    expect(asked.map(([name]) => name).sort(), 'a quota of each place, and nothing of a profile').toEqual([
      'service-quotas:GetServiceQuota',
      'sts:AssumeRole',
    ]);
    const count = PLAN_PEOPLE * MODELS;
    expect(proposal.steps).toHaveLength(count);
    expect(proposal.refused).toEqual([]);

    const id = await keep(proposal);
    await carriedOut(id, count, PLAN_KILLS);
    const wanted = Array.from({ length: PLAN_PEOPLE }, (_, index) =>
      wish.models.map((model) => [emailOf(index), `CC-${index % 7}`, model].join(' ')),
    ).flat();
    const { profiles } = await awsContents(simulator);
    const ours = profiles.flatMap(({ arn, tags }) => {
      const has = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
      return has[MANAGED_BY] === OURS ? [{ arn, whose: `${has.UserEmail} ${has.CostCenter}` }] : [];
    });
    const known = await inLedger((store) => store.profiles.all());
    const sources = new Map(known.map(({ arn, sourceId }) => [arn, sourceId]));
    expect(ours.map(({ arn, whose }) => `${whose} ${sources.get(arn)}`).sort()).toEqual(wanted.sort());

    const made = writes();
    const again = await plan();
    expect([again.steps, again.unchanged]).toEqual([[], count]);
    await inLedger((store) => applyPlan(askingIn(store), id));
    // The same steps once more, as whoever did not look plans them again.
    const twice = await keep(proposal);
    await inLedger((store) => runHere(store, 'provision'));
    expect(writes(), 'applied again it asks AWS to change nothing').toBe(made);
    await inLedger(async (store) => {
      expect((await store.provisioning.get(twice))?.counts).toEqual({
        waiting: 0,
        done: count,
        failed: 0,
        skipped: 0,
      });
      expect(await store.audit.count({ action: 'profile.create' }), 'each is entered once').toBe(count);
      expect(await store.check()).toEqual([]);
    });
  },
  PLAN_PEOPLE * SECONDS_PER_PERSON * 1000,
);

/** Routes that every Region has. */
async function globalModels(store: Store): Promise<string[]> {
  const catalogue = await store.profiles.catalogue();
  const regions = Map.groupBy(
    catalogue.filter(({ id }) => id.startsWith('global.')),
    ({ id }) => id,
  );
  const everywhere = [...regions].filter(([, entries]) => entries.length === settings.regions.length);
  const models = everywhere
    .map(([id]) => id)
    .sort()
    .slice(0, MODELS);
  expect(models).toHaveLength(MODELS);
  return models;
}
