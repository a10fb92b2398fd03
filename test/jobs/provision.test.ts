import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/app/provisioning/apply.ts';
import { proposePlan } from '../../src/app/provisioning/propose.ts';
import { operator } from '../../src/core/access.ts';
import { instantOf } from '../../src/core/periods.ts';
import type { Deed, PlannedStep } from '../../src/core/provisioning/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { askingOf } from '../asking.ts';
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
const creates = (userEmail: string): Deed => ({
  kind: 'create',
  wanted: { userEmail, costCenter: 'CC-1', sourceId: MODEL, tags: {}, ...place() },
});
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
});
