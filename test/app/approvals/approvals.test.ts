import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MOST_A_DAY } from '../../../src/app/approvals/ask.ts';
import { approveRequest, declineRequest, withdrawRequest } from '../../../src/app/approvals/decide.ts';
import { setDeputy } from '../../../src/app/approvals/deputies.ts';
import { listRequests, waitingFor } from '../../../src/app/approvals/list.ts';
import { makeApproved } from '../../../src/app/approvals/make.ts';
import { inOneReading } from '../../../src/app/asking.ts';
import { namesOf } from '../../../src/app/names.ts';
import { isAsked, madeAtOnce, vendProfile } from '../../../src/app/profiles/vend.ts';
import { operator } from '../../../src/core/access.ts';
import { DAY_MS, HOUR_MS } from '../../../src/core/periods.ts';
import type { Collected } from '../../jobs/setup.ts';
import {
  ANN,
  APPROVAL,
  BOB,
  CARL,
  CENTER,
  type Company,
  company,
  DAN,
  EVE,
  learned,
  OLGA,
} from './company.ts';

const ACTOR = { id: 'local:test' };

let of: Collected;
let c: Company;
beforeAll(async () => {
  of = await learned();
});
afterAll(() => of.remove());
afterEach(() => c.end());

const model = () => namesOf(c.catalogue, []).model(c.sources[0]?.modelKey ?? '');
const code = (kind: string) => expect.objectContaining({ code: kind });

describe('asking', () => {
  it('makes nothing, and asks whoever owns the cost center, once however often it is pressed', async () => {
    c = await company(of);
    const before = c.inAws();
    const first = await c.ask();
    const [second, third] = await Promise.all([c.ask(), c.ask()]);
    expect([second?.id, third?.id]).toEqual([first.id, first.id]);
    expect(first).toMatchObject({
      state: 'waiting',
      user: ANN,
      askedBy: ANN,
      costCenter: CENTER,
      asked: [OLGA],
    });
    expect(c.inAws()).toBe(before);
    expect(await c.mails()).toHaveLength(1);
    expect((await c.store.audit.list({ limit: 9, action: 'request' })).map(({ action }) => action)).toEqual([
      'request.ask',
    ]);
  });

  it('is not needed for what is there already, nor by an administrator for somebody else', async () => {
    c = await company(of);
    const request = await c.ask();
    await c.approve(OLGA, request);
    expect(await c.press()).toMatchObject({ created: false });
    const made = await c.press(ANN, c.sources[1]?.id);
    expect(isAsked(made)).toBe(true);
    expect(isAsked(await c.press(EVE))).toBe(true);
    const typed = { userEmail: BOB, costCenter: CENTER, source: c.sources[0]?.id ?? '', place: c.place };
    expect(await vendProfile(await c.as(EVE), c.aws(), typed)).toMatchObject({ created: true });
  });

  it('counts as a profile of those that one may have, and no more than so often a day', async () => {
    c = await company(of);
    c.deps.settings.allowances.profiles = 2;
    await c.ask(ANN, c.sources[0]?.id);
    await c.ask(ANN, c.sources[1]?.id);
    await expect(c.ask(ANN, c.sources[2]?.id)).rejects.toEqual(code('invalid'));
    // The same again is the same.
    await c.ask(ANN, c.sources[1]?.id);
    c.deps.settings.allowances.profiles = 20;
    const { id: _, ...asked } = await c.ask(ANN, c.sources[2]?.id);
    for (let i = 3; i < MOST_A_DAY; i += 1)
      await c.store.requests.ask({ ...asked, id: `r${i}`, key: `k${i}`, state: 'withdrawn' }, ACTOR, c.now());
    await expect(c.ask(ANN, c.sources[3]?.id)).rejects.toEqual(code('tooMany'));
  });

  it('goes to administrators at once where nobody else is there, and waits on the page where there is no mail', async () => {
    c = await company(of, { mail: false });
    await c.leaves(OLGA);
    const request = await c.ask();
    expect(request).toMatchObject({ asked: [EVE], level: 0, escalateAt: null });
    expect((await c.store.alerts.outbox()).waiting).toBe(0);
    expect((await listRequests(await c.as(EVE), null)).forMe).toHaveLength(1);
  });
});

describe('answering', () => {
  it('makes the profile for the person, with its tags and settings to paste, and tells them', async () => {
    c = await company(of);
    const request = await c.ask();
    await c.mails();
    const made = await c.approve(OLGA, request);
    expect(made).toMatchObject({ state: 'made', decidedBy: OLGA, decidedFor: null });
    const profile = await c.store.profiles.get(made.arn ?? '');
    expect(profile?.history.at(-1)?.tags).toMatchObject({ UserEmail: ANN, CostCenter: CENTER });
    await c.run('deliver');
    const [mail] = c.sink.mails;
    expect(mail?.to).toEqual([ANN]);
    expect(mail?.text).toContain(`https://ledger.example.com/bedrock/profiles/${profile?.shortId}`);
    const entry = (await c.store.audit.list({ limit: 1, action: 'profile.create' }))[0];
    expect(entry).toMatchObject({ actor: OLGA, reason: `request ${request.id}, approved by ${OLGA}` });
  });

  it('is one answer of two at once, and the second is told how the first answered', async () => {
    c = await company(of);
    await c.store.people.grant({ email: BOB, role: 'costCenterOwner', costCenter: CENTER }, ACTOR, c.now());
    const { id } = await c.ask();
    const [olga, bob] = [await c.as(OLGA), await c.as(BOB)];
    const answers = await Promise.allSettled([
      approveRequest(olga, id, {}),
      declineRequest(bob, id, { reason: 'too dear' }),
      approveRequest(bob, id, {}),
    ]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const answer of answers)
      if (answer.status === 'rejected')
        expect(answer.reason).toMatchObject({ code: 'conflict', state: 'approved', by: OLGA });
  });

  it('is for nobody who asked: not as owner, administrator, deputy, nor under another address', async () => {
    c = await company(of);
    await c.store.people.grant({ email: ANN, role: 'costCenterOwner', costCenter: CENTER }, ACTOR, c.now());
    await c.store.people.grant({ email: ANN, role: 'administrator', costCenter: '' }, ACTOR, c.now());
    await setDeputy(await c.as(OLGA), OLGA, { deputy: ANN, from: '2026-11-01', until: '2026-12-31' });
    const { id } = await c.ask();
    await expect(approveRequest(await c.as(ANN), id, {})).rejects.toEqual(code('forbidden'));
    await expect(declineRequest(await c.as(ANN), id, { reason: 'no' })).rejects.toEqual(code('forbidden'));
    // Dan turns out to be Ann: what he might answer until now he may not any more.
    await setDeputy(await c.as(OLGA), OLGA, { deputy: DAN, from: '2026-11-01', until: '2026-12-31' });
    expect((await inOneReading(await c.as(DAN), waitingFor)).forMe).toBe(1);
    expect((await inOneReading(await c.as(ANN), waitingFor)).own).toEqual([id]);
    expect((await inOneReading(await c.as(OLGA), waitingFor)).own).toEqual([]);
    await c.store.people.addAlias({ alias: ANN, email: DAN, source: 'byHand' }, ACTOR, c.now());
    await expect(approveRequest(await c.as(DAN), id, {})).rejects.toEqual(code('forbidden'));
    expect((await c.store.requests.get(id))?.state).toBe('waiting');
  });

  it('is for nobody who is not asked, has left, or comes before their turn', async () => {
    c = await company(of, { approval: { ...APPROVAL, by: 'manager' } });
    const { id } = await c.ask();
    await expect(approveRequest(await c.as(DAN), id, {})).rejects.toEqual(code('notFound'));
    // He sees what is asked for whoever reports to him, and is asked later.
    await expect(approveRequest(await c.as(BOB), id, {})).rejects.toEqual(code('forbidden'));
    await expect(declineRequest(await c.as(BOB), id, {})).rejects.toEqual(code('forbidden'));
    const carl = await c.as(CARL);
    await c.leaves(CARL);
    await expect(approveRequest(carl, id, {})).rejects.toEqual(code('forbidden'));
    await approveRequest(await c.as(BOB), id, {});
  });

  it('is for a deputy in their time, who is told for whom, and named', async () => {
    c = await company(of);
    await setDeputy(await c.as(OLGA), OLGA, { deputy: DAN, from: '2026-11-20', until: '2026-11-20' });
    const request = await c.ask();
    expect(request.asked).toEqual([OLGA, DAN]);
    await c.run('deliver');
    expect(c.sink.mails.find(({ to }) => to[0] === DAN)?.text).toContain('the deputy of olga');
    const made = await c.approve(DAN, request);
    expect(made).toMatchObject({ state: 'made', decidedBy: DAN, decidedFor: OLGA });
    const second = await c.ask(ANN, c.sources[1]?.id);
    c.clock.advance(DAY_MS);
    await expect(approveRequest(await c.as(DAN), second.id, {})).rejects.toEqual(code('forbidden'));
  });

  it('needs a reason to decline, which whoever asked is told; the unanswered letter is not sent any more', async () => {
    c = await company(of);
    const { id } = await c.ask();
    await expect(declineRequest(await c.as(OLGA), id, { reason: ' ' })).rejects.toMatchObject({
      faults: [{ field: 'reason', key: 'declineWhy' }],
    });
    await declineRequest(await c.as(OLGA), id, { reason: 'use the small one' });
    await c.run('deliver');
    expect(c.sink.mails.map(({ to }) => to)).toEqual([[ANN]]);
    expect(c.sink.mails[0]?.text).toContain('Why: use the small one');
    const [dropped] = await c.store.alerts.undelivered(9);
    expect(dropped).toMatchObject({ target: OLGA, droppedWhy: 'resolved', letter: { kind: 'requestAsked' } });
    // It is over: to ask again is a new request.
    expect((await c.ask()).id).not.toBe(id);
  });

  it('is refused in words once it was taken back, or its time is over', async () => {
    c = await company(of);
    const first = await c.ask();
    await expect(withdrawRequest(await c.as(OLGA), first.id)).rejects.toEqual(code('forbidden'));
    await withdrawRequest(await c.as(ANN), first.id);
    await expect(approveRequest(await c.as(OLGA), first.id, {})).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('taken back'),
    });
    const second = await c.ask();
    c.clock.advance(14 * DAY_MS);
    await expect(approveRequest(await c.as(OLGA), second.id, {})).rejects.toMatchObject({
      code: 'conflict',
      state: 'expired',
    });
    expect(c.inAws()).toBe(c.inAws());
  });

  it('leaves whoever is at the machine the last word, also where nobody else is', async () => {
    c = await company(of);
    const request = await c.ask(EVE);
    const asking = { ...(await c.as(OLGA)), viewer: operator('local:root'), actor: { id: 'local:root' } };
    await approveRequest(asking, request.id, {});
    expect(await makeApproved(asking, c.aws(), request.id)).toMatchObject({
      state: 'made',
      decidedBy: 'local:root',
    });
  });
});

describe('what happens by itself', () => {
  it('goes one further up after some days, and ends at its deadline; each is told', async () => {
    c = await company(of);
    const request = await c.ask();
    expect(await c.mails()).toEqual([`${OLGA}: ann asks for a profile: ${model()}`]);
    c.clock.advance(3 * DAY_MS - HOUR_MS);
    await c.run('requests');
    expect((await c.get(request)).level).toBe(0);
    c.clock.advance(HOUR_MS);
    await c.run('requests');
    expect(await c.get(request)).toMatchObject({ level: 1, asked: [OLGA, EVE], escalateAt: null });
    expect(await c.mails()).toEqual([`${EVE}: ann asks for a profile: ${model()}`]);
    c.clock.advance(11 * DAY_MS);
    await c.run('requests');
    expect(await c.get(request)).toMatchObject({ state: 'expired', nextAt: null });
    expect(await c.mails()).toEqual([`${ANN}: Nobody answered your request: ${model()}`]);
    expect((await c.store.audit.list({ limit: 9, action: 'request' })).map(({ action }) => action)).toEqual([
      'request.expire',
      'request.escalate',
      'request.ask',
    ]);
  });

  it('asks whoever may answer by now: a new deputy, a new owner, administrators once the owner has left', async () => {
    c = await company(of);
    const request = await c.ask();
    const later = async () => {
      c.clock.advance(HOUR_MS);
      await c.run('requests');
      return (await c.get(request)).asked;
    };
    expect(await later()).toEqual([OLGA]);
    await setDeputy(await c.as(OLGA), OLGA, { deputy: DAN, from: '2026-11-01', until: '2026-12-31' });
    expect(await later()).toEqual([OLGA, DAN]);
    await c.leaves(OLGA);
    expect(await later()).toEqual([OLGA, DAN, EVE]);
  });

  it('ends what nobody has to decide on any more: made without it, or for whoever has left', async () => {
    c = await company(of);
    const [made, left] = [await c.ask(), await c.ask(CARL)];
    const typed = { userEmail: ANN, costCenter: CENTER, source: c.sources[0]?.id ?? '', place: c.place };
    const { profile } = madeAtOnce(await vendProfile(await c.as(EVE), c.aws(), typed));
    await c.leaves(CARL);
    c.clock.advance(HOUR_MS);
    await c.run('requests');
    expect(await c.get(made)).toMatchObject({ state: 'withdrawn', arn: profile.arn, nextAt: null });
    expect(await c.get(left)).toMatchObject({ state: 'withdrawn', lastError: `${CARL} has left` });
    expect(await c.mails()).toEqual([]);
    const asking = { ...(await c.as(EVE)), noteAsked: () => undefined };
    expect((await listRequests(asking, null)).forMe).toEqual([]);
  });

  it('makes what was approved and not made, once, however many try', async () => {
    c = await company(of);
    const { id } = await c.ask();
    const before = c.inAws();
    // Killed between the answer and the making.
    await approveRequest(await c.as(OLGA), id, {});
    expect(await c.store.requests.due(c.now(), 9)).toEqual([]);
    c.clock.advance(3 * 60_000);
    const olga = await c.as(OLGA);
    await Promise.all([c.run('requests'), makeApproved(olga, c.aws(), id), makeApproved(olga, c.aws(), id)]);
    await c.run('requests');
    expect(await c.store.requests.get(id)).toMatchObject({ state: 'made' });
    expect(c.inAws()).toBe(before + 1);
    expect((await c.mails()).filter((one) => one.startsWith(ANN))).toHaveLength(1);
  });

  it('tries again where that may help, and tells where not', async () => {
    c = await company(of);
    const request = await c.ask();
    await approveRequest(await c.as(OLGA), request.id, {});
    const aws = c.aws();
    const failing = {
      ...aws,
      bedrock: { ...aws.bedrock, createProfile: () => Promise.reject(new Error('AWS is away')) },
    };
    expect(await makeApproved(await c.as(OLGA), failing, request.id)).toMatchObject({
      state: 'approved',
      attempts: 1,
      lastError: 'AWS is away',
    });
    await c.leaves(ANN);
    c.clock.advance(HOUR_MS);
    await c.run('requests');
    expect(await c.get(request)).toMatchObject({
      state: 'failed',
      lastError: `${ANN} has left`,
      nextAt: null,
    });
  });

  it('is made for whoever has another address by then', async () => {
    c = await company(of);
    const request = await c.ask();
    await approveRequest(await c.as(OLGA), request.id, {});
    await c.store.people.rename(ANN, 'anna@example.com', ACTOR, c.now());
    const made = await makeApproved(await c.as(OLGA), c.aws(), request.id);
    expect(made).toMatchObject({ state: 'made', user: 'anna@example.com' });
    const profile = await c.store.profiles.get(made.arn ?? '');
    expect(profile?.history.at(-1)?.tags).toMatchObject({ UserEmail: 'anna@example.com' });
  });

  it('is the same request, and its letters go on, for whoever has another address while it waits', async () => {
    c = await company(of);
    const request = await c.ask();
    await c.store.people.rename(ANN, 'anna@example.com', ACTOR, c.now());
    await c.store.people.rename(OLGA, 'olga.b@example.com', ACTOR, c.now());
    expect((await c.ask('anna@example.com')).id).toBe(request.id);
    c.clock.advance(HOUR_MS);
    await c.run('requests');
    expect(await c.get(request)).toMatchObject({ user: 'anna@example.com', asked: ['olga.b@example.com'] });
    expect(await c.mails()).toEqual([`olga.b@example.com: ann asks for a profile: ${model()}`]);
    expect(await c.approve('olga.b@example.com', request)).toMatchObject({ state: 'made' });
  });

  it('counts allowances and cost center again, as they are when it is made', async () => {
    c = await company(of);
    const [first, second] = [await c.ask(), await c.ask(ANN, c.sources[1]?.id)];
    c.deps.settings.allowances.profiles = 0;
    expect(await c.approve(OLGA, first)).toMatchObject({
      state: 'failed',
      lastError: 'they have 0 profiles, which is the most that one person may have',
    });
    c.deps.settings.allowances.profiles = 20;
    const { vending, policies } = c.deps.settings;
    const third = await c.ask(ANN, c.sources[2]?.id);
    vending.tags = [{ key: 'Project', values: ['atlas'], required: true }];
    expect((await c.approve(OLGA, third)).lastError).toMatch(/needs the tag Project by now/);
    vending.tags = [];
    const fourth = await c.ask(ANN, c.sources[3]?.id);
    policies.models = ['no-model'];
    expect((await c.approve(OLGA, fourth)).lastError).toMatch(/is not allowed here any more/);
    policies.models = null;
    const moved = { email: ANN, name: 'ann', costCenter: 'CC-2', manager: null, active: true, groups: null };
    await c.store.people.learn('file', [moved], { complete: false, actor: ACTOR, now: c.now() });
    expect(await c.approve(OLGA, second)).toMatchObject({
      state: 'failed',
      lastError: `${ANN} does not belong to cost center ${CENTER} any more`,
    });
    expect((await c.mails()).filter((one) => one.startsWith(ANN))).toHaveLength(4);
  });
});
