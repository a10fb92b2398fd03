import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyPlan } from '../../src/app/provisioning/apply.ts';
import { proposePlan } from '../../src/app/provisioning/propose.ts';
import { planRollOver } from '../../src/app/provisioning/rollOver.ts';
import type { Typed } from '../../src/app/typed.ts';
import { operator } from '../../src/core/access.ts';
import { DAY_WORDS } from '../../src/core/alertWords.ts';
import { Invalid, LedgerError } from '../../src/core/errors.ts';
import { ZERO } from '../../src/core/money.ts';
import { addDays, dayOf } from '../../src/core/periods.ts';
import type { Proposal } from '../../src/core/provisioning/types.ts';
import { runSync } from '../../src/jobs/sync.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { askingOf } from '../asking.ts';
import { type MailSink, mailSink } from '../notify/sink.ts';
import { NOTIFY } from '../notifySettings.ts';
import { type Bench, type Collected, collected } from './setup.ts';

/** A roll-over from the plan to the last old profile that goes by itself, against the simulated AWS. */

const OLD = 'anthropic.claude-sonnet-4-6';
const NEW = 'anthropic.claude-opus-5';
const FROM = 'Bedrock Ledger <ledger@example.com>';
const WRITES = /^bedrock:(Create|Delete|Tag|Untag)/;

let company: Collected;
let b: Bench;
let sink: MailSink;
beforeAll(async () => {
  company = await collected(['profiles'], { world: { users: 6, days: 3 } });
});
afterAll(() => company.remove());
beforeEach(async () => {
  sink = await mailSink();
  const notify = { ...NOTIFY, smtpUrl: sink.url, from: FROM, to: [] };
  b = await company.bench({
    settings: { notify, publicUrl: 'https://ledger.example.com' },
    notifiers: [emailNotifier(sink.url, FROM)],
  });
});
afterEach(async () => {
  await b.close();
  await sink.close();
});

const asking = () =>
  askingOf(b.store, {
    viewer: operator('ann@example.com'),
    actor: { id: 'ann@example.com' },
    now: b.clock.now(),
    settings: b.deps.settings,
  });
const plan = (typed: Typed) =>
  planRollOver(asking(), b.deps.awsFactory(ZERO), { from: OLD, to: NEW, ...typed });
const run = async () => (await runSync(b.deps, ['provision'])).runs[0];
const writes = () =>
  Object.entries(b.simulator.requests())
    .filter(([name]) => WRITES.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
const live = async (modelKey: string) =>
  (await b.store.profiles.all()).filter((one) => one.modelKey === modelKey && one.goneAt === null);

/** What the company has is its own: made here before. */
async function makeOld(): Promise<void> {
  const { accountId = '' } = b.deps.settings.accounts[0] ?? {};
  const step = (userEmail: string) => ({
    deed: {
      kind: 'create' as const,
      wanted: {
        userEmail,
        costCenter: 'CC-1',
        sourceId: `us.${OLD}`,
        tags: {},
        accountId,
        region: 'us-east-1',
      },
    },
    about: userEmail,
    phase: 0,
  });
  const { id } = await proposePlan(asking(), {
    purpose: 'adopt',
    title: 'what they have',
    steps: ['ana@example.com', 'bo@example.com'].map(step),
    unchanged: 0,
    refused: [],
  });
  await applyPlan(asking(), id);
  expect(await run()).toMatchObject({ status: 'ok', rows: 2 });
}

describe('a roll-over', () => {
  it('makes the new ones now, ends the old ones on their day by itself, and is not done twice', async () => {
    await makeOld();
    const until = addDays(dayOf(b.clock.now()), 10);
    const proposal = await plan({ old: 'until', until });
    // Those of the simulated company have another manager: their owners get successors as well, and they stay.
    const of = (kind: string) => proposal.steps.filter(({ deed }) => deed.kind === kind).length;
    const made = of('create');
    expect([of('delete'), proposal.steps.length]).toEqual([2, made + 2]);
    expect(made).toBeGreaterThan(2);
    expect(proposal.notes?.map(({ key }) => key)).toEqual(Array(made - 2).fill('othersStay'));
    const { id } = await proposePlan(asking(), proposal);
    await applyPlan(asking(), id);
    const before = writes();
    expect(await run()).toMatchObject({ status: 'ok' });
    expect(writes() - before).toBe(made);
    expect((await live(NEW)).filter(({ sourceId }) => sourceId === `us.${NEW}`).length).toBeGreaterThan(1);
    const olds = (await live(OLD)).filter(
      ({ history }) => history.at(-1)?.tags.ManagedBy === 'bedrock-ledger',
    );
    expect(olds).toHaveLength(2);
    expect((await b.store.provisioning.get(id))?.state).toBe('applying');

    expect(await runSync(b.deps, ['deliver'])).toMatchObject({ runs: [{ status: 'ok', rows: made }] });
    const mail = sink.mails.find(({ to }) => to.includes('ana@example.com'));
    const [mine] = (await live(NEW)).filter(
      ({ history }) => history.at(-1)?.tags.UserEmail === 'ana@example.com',
    );
    expect(mail?.subject).toBe('Claude Opus 5 takes the place of Claude Sonnet 4.6: your new settings');
    expect(mail?.text).toContain(`works until ${DAY_WORDS.en(until)} (UTC)`);
    expect(mail?.text).toContain(`BEDROCK_MODEL_ID=${mine?.arn}`);
    expect(mail?.text).toContain(`"ANTHROPIC_DEFAULT_OPUS_MODEL": "${mine?.arn}"`);
    expect(mail?.text).toContain(`https://ledger.example.com/profiles/${mine?.shortId}`);

    b.clock.advance(11 * 86_400_000);
    expect(await run()).toMatchObject({ status: 'ok' });
    expect(writes() - before).toBe(made + 2);
    expect((await b.store.provisioning.get(id))?.state).toBe('done');
    await expect(plan({ old: 'until', until: addDays(until, 90) })).resolves.toMatchObject({ steps: [] });
  });
});

it('tells whoever has the successor already that the old one goes, once, and changes nothing in AWS', async () => {
  await makeOld();
  const carryOut = async (proposal: Proposal) => {
    const { id } = await proposePlan(asking(), proposal);
    await applyPlan(asking(), id);
    await run();
    await runSync(b.deps, ['deliver']);
  };
  const carriedOut = async (typed: Typed) => {
    const proposal = await plan(typed);
    await carryOut(proposal);
    return proposal.steps.map(({ deed }) => deed.kind);
  };
  // For whoever has one of another manager as well.
  expect(new Set(await carriedOut({ old: 'keep' }))).toEqual(new Set(['create']));
  const [before, mails] = [writes(), sink.mails.length];
  const until = addDays(dayOf(b.clock.now()), 10);
  const proposal = await plan({ old: 'until', until });
  expect(await carriedOut({ old: 'until', until })).toEqual(['tell', 'delete', 'tell', 'delete']);
  // Planned by now it ends what ends already; the same plan, kept before, tells nobody twice.
  expect((await plan({ old: 'until', until })).steps).toEqual([]);
  await carryOut(proposal);
  expect(writes()).toBe(before);
  const told = sink.mails.slice(mails);
  expect(told.map(({ to }) => to).sort()).toEqual([['ana@example.com'], ['bo@example.com']]);
  expect(told[0]?.text).toContain(`works until ${DAY_WORDS.en(until)} (UTC)`);
});

it('goes by the quota that was read last where AWS does not tell it now', async () => {
  await makeOld();
  const { accountId = '' } = b.deps.settings.accounts[0] ?? {};
  const silent = { profileQuota: () => Promise.reject(new LedgerError('outside', 'not now')) };
  const planned = () => planRollOver(asking(), { quotas: silent }, { from: OLD, to: NEW, old: 'keep' });
  expect((await planned()).refused.map(({ key }) => key)).not.toContain('quota');
  await b.store.profiles.keepQuota({ accountId, region: 'us-east-1' }, 1, dayOf(b.clock.now()));
  const refused = (await planned()).refused.filter(({ key }) => key === 'quota');
  expect(refused.length).toBeGreaterThan(1);
});

/** What was typed, and the fields and keys of its faults. */
const BAD: readonly (readonly [Typed, readonly (readonly [string, string])[]])[] = [
  [{ from: 'x' }, [['from', 'rollFrom']]],
  [{ to: 'anthropic.claude-opus-9' }, [['to', 'rollTo']]],
  [{ to: '' }, [['to', 'source']]],
  [{ toSource: 'us.nothing' }, [['toSource', 'rollTo']]],
  [{ to: OLD }, [['to', 'rollSame']]],
  [{ old: '' }, [['old', 'rollOld']]],
  [{ old: 'until', until: '2020-01-01' }, [['until', 'rollUntil']]],
  [{ old: 'until', until: 'soon' }, [['until', 'rollUntil']]],
  [{ old: 'unused', days: '0' }, [['days', 'rollDays']]],
  [{ old: 'unused', days: '' }, [['days', 'rollDays']]],
  [
    { from: '', to: '', old: 'later' },
    [
      ['from', 'source'],
      ['to', 'source'],
      ['old', 'rollOld'],
    ],
  ],
];

it('what cannot be is refused by its field, before AWS is asked', async () => {
  const before = b.simulator.requests();
  for (const [typed, faults] of BAD) {
    const refused: unknown = await plan({ old: 'keep', ...typed }).catch((error) => error);
    const found = refused instanceof Invalid ? refused.faults.map(({ field, key }) => [field, key]) : refused;
    expect({ typed, found }).toEqual({ typed, found: faults });
  }
  expect(b.simulator.requests()).toEqual(before);
});
