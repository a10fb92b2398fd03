import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyPlan } from '../../src/app/provisioning/apply.ts';
import { planProvisioning, type WishTyped } from '../../src/app/provisioning/plan.ts';
import { proposePlan } from '../../src/app/provisioning/propose.ts';
import { planRollOver } from '../../src/app/provisioning/rollOver.ts';
import { dayOf } from '../../src/core/periods.ts';
import { placeKey } from '../../src/core/places.ts';
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
/** When the old ones go, after a roll-over. */
const LATER = Date.parse('2026-12-01T00:00:00Z');
const WRITES = /^bedrock:(Create|Delete|Tag|Untag)/;
const SECONDS_PER_PERSON = 5;

/** What AWS raised, by place. */
const profilesPerPlace: Record<string, number> = {};

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
    settings: { profilesPerPlace },
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
  closeLedger();
  await simulator?.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = new Date(NOW).toISOString();
const emailOf = (index: number) => `person-${String(index).padStart(5, '0')}@example.com`;
const askingIn = (store: Store) => askingOf(store, { now: NOW, settings });
let held: Store | null = null;
/** Opened once between two programs: nobody holds it while one of them is killed. */
const inLedger = async <T>(work: (store: Store) => Promise<T>): Promise<T> => {
  held ??= await openStore(file, { now: NOW, attribution: settings.attribution });
  return work(held);
};
function closeLedger(): void {
  held?.close();
  held = null;
}
/** A job in this process, as often as it has its turn. */
async function runHere(store: Store, job: JobName, now = NOW): Promise<void> {
  const progress = { start() {}, step() {}, done() {} };
  const deps = { store, awsFactory: awsAt(simulator.url), clock: { now: () => now }, settings };
  do {
    const { runs } = await runSync({ ...deps, notifiers: [], progress }, [job]);
    expect(runs.map(({ status }) => status)).toEqual(['ok']);
  } while (await store.provisioning.isDue(new Date(now).toISOString()));
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
async function carriedOut(count: number, kills: number, now = NOW): Promise<void> {
  const each = Math.floor(count / (kills + 1));
  for (let kill = 0; kill < kills; kill++) {
    const moment = MOMENTS[kill % MOMENTS.length] ?? 'between';
    const given = [file, simulator.url, String(now), String(each), moment];
    closeLedger();
    const ended = await runProgram(program, given);
    expect(ended.signal, `killed ${moment} profile ${each} for the ${kill + 1}. time: ${ended.errors}`).toBe(
      'SIGKILL',
    );
  }
  await inLedger((store) => runHere(store, 'provision', now));
}

/** What this product made, as AWS has it now: whose, charged to what, for which model. */
async function oursInAws(): Promise<string[]> {
  const { profiles } = await awsContents(simulator);
  const known = await inLedger((store) => store.profiles.all());
  const sources = new Map(known.map(({ arn, sourceId }) => [arn, sourceId]));
  return profiles
    .flatMap(({ arn, tags }) => {
      const has = Object.fromEntries(tags.map(({ key, value }) => [key, value]));
      return has[MANAGED_BY] === OURS ? [`${has.UserEmail} ${has.CostCenter} ${sources.get(arn)}`] : [];
    })
    .sort();
}
const theirs = (models: readonly string[]) =>
  Array.from({ length: PLAN_PEOPLE }, (_, index) =>
    models.map((model) => [emailOf(index), `CC-${index % 7}`, model].join(' ')),
  )
    .flat()
    .sort();

/** The same steps once more, as whoever did not look plans them again: AWS is asked to change nothing. */
async function changesNothing(proposal: Proposal, now = NOW): Promise<void> {
  const made = writes();
  const twice = await keep(proposal);
  await inLedger(async (store) => {
    await runHere(store, 'provision', now);
    const { length: done } = proposal.steps;
    expect((await store.provisioning.get(twice))?.counts).toEqual({
      waiting: 0,
      done,
      failed: 0,
      skipped: 0,
    });
    expect(await store.check()).toEqual([]);
  });
  expect(writes(), 'applied again it asks AWS to change nothing').toBe(made);
}

const TIMEOUT_MS = PLAN_PEOPLE * SECONDS_PER_PERSON * 1000;
const title = `of ${PLAN_PEOPLE} people, through ${PLAN_KILLS} kills and throttling`;

test(
  `profiles for ${MODELS} models are made once each ${title}`,
  async () => {
    const models = (await inLedger(globalModels)).slice(0, MODELS);
    const wish: WishTyped = {
      addresses: [],
      groups: ['all'],
      costCenters: [],
      everybody: false,
      models,
      places: [],
      spread: 'oneOf',
      tags: {},
      removeOthers: false,
    };
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
    await carriedOut(count, PLAN_KILLS);
    expect(await oursInAws()).toEqual(theirs(models));

    const made = writes();
    const again = await plan();
    expect([again.steps, again.unchanged]).toEqual([[], count]);
    await inLedger((store) => applyPlan(askingIn(store), id));
    await changesNothing(proposal);
    expect(writes()).toBe(made);
    await inLedger(async (store) => {
      expect(await store.provisioning.stateOf(id)).toBe('done');
      expect(await store.audit.count({ action: 'profile.create' }), 'each is entered once').toBe(count);
    });
  },
  TIMEOUT_MS,
);

/** The same company goes on. */
test(
  `one model gets its successor, once each, ${title}`,
  async () => {
    const models = await inLedger(globalModels);
    const [old, ...others] = models;
    const typed = { from: old ?? '', to: others.at(-1) ?? '', old: 'until', until: dayOf(LATER) };
    const plan = () =>
      inLedger((store) => planRollOver(askingIn(store), awsAt(simulator.url)(0n as Money), typed));
    // Places that are full are refused, with what to ask AWS for; once it gave that, all of them have room.
    for (const place of (await plan()).requests ?? []) profilesPerPlace[placeKey(place)] = place.needed;
    const proposal = await plan();
    expect(proposal.steps.filter(({ deed }) => deed.kind === 'create')).toHaveLength(PLAN_PEOPLE);
    expect([proposal.steps.length, proposal.refused]).toEqual([2 * PLAN_PEOPLE, []]);
    const id = await keep(proposal);
    const first = Math.ceil(PLAN_KILLS / 2);
    await carriedOut(PLAN_PEOPLE, first);
    // Nobody is without while the old ones are there.
    expect(await oursInAws()).toEqual(theirs(models));
    await carriedOut(PLAN_PEOPLE, PLAN_KILLS - first, LATER);
    expect(await oursInAws()).toEqual(theirs(others));

    expect(await inLedger((store) => store.provisioning.stateOf(id))).toBe('done');
    await changesNothing(proposal, LATER);
    await inLedger(async (store) => {
      expect(await store.audit.count({ action: 'profile.delete' }), 'each is entered once').toBe(PLAN_PEOPLE);
      const ledger = new Database(file, { readonly: true });
      const told = ledger.prepare('SELECT "to", count(*) AS letters FROM letters GROUP BY "to"').all();
      ledger.close();
      expect(told, 'each is told once').toEqual(
        Array.from({ length: PLAN_PEOPLE }, (_, index) => ({ to: emailOf(index), letters: 1 })),
      );
    });
  },
  TIMEOUT_MS,
);

/** Routes that every Region has: of the models that people get, and of a successor. */
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
    .slice(0, MODELS + 1);
  expect(models).toHaveLength(MODELS + 1);
  return models;
}
