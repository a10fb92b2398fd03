import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/cli/output.ts';
import { startServer } from '../../src/cli/server.ts';
import { operator } from '../../src/core/access.ts';
import { scopeKeyOf } from '../../src/core/budgets.ts';
import type { JobName } from '../../src/core/runs.ts';
import type { Money } from '../../src/core/types.ts';
import { en } from '../../src/ui/messages/en.ts';
import { openWorld } from '../journeys/world.ts';
import { COMPANY } from '../store/company.ts';
import { VENDING } from '../vendingSettings.ts';
import { type Answer, ask, escaped, openServer, post, serveLedger } from './setup.ts';

/** What people change from pages: made once, written down with its reason, and refused in words beside the field. */

/** What a form shows in a field after it came back, and what is said beside it. */
const shownIn = (text: string, name: string): string | undefined =>
  new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(text)?.[1];
const faultAt = (text: string, name: string): string | undefined =>
  new RegExp(`id="fault-${name}"[^>]*>([^<]*)<`).exec(text)?.[1];
const marked = ({ text }: Answer): string[] =>
  [...text.matchAll(/aria-describedby="fault-(\w+)"/g)].map(([, name = '']) => name);

describe('a budget', () => {
  let server: Awaited<ReturnType<typeof openServer>>;
  beforeAll(async () => {
    server = await openServer(COMPANY);
  });
  afterAll(async () => {
    await server.close();
    expect(server.faults).toEqual([]);
  });
  beforeEach(async () => {
    for (const { id } of await server.store.budgets.list())
      await server.store.budgets.remove(id, { id: 'local:tester' }, '2026-11-20T09:00:00.000Z');
  });
  const set = (fields: Record<string, string>) => post(server.url, '/budgets', fields);
  const amounts = async () =>
    (await server.store.budgets.list()).map((one) => [scopeKeyOf(one.scope), one.amount]);
  const lastChange = async () => (await server.store.audit.list({ limit: 1 }))[0];

  it.each([
    ['60', 600_000_000_000n],
    ['60.5', 605_000_000_000n],
    ['60.50', 605_000_000_000n],
    ['$60', 600_000_000_000n],
    ['$ 1,250.75', 12_507_500_000_000n],
    ['1,234,567.89', 12_345_678_900_000_000n],
    ['0', 0n],
    ['99,999,999.99', 999_999_999_900_000_000n],
    [' 60 ', 600_000_000_000n],
    ['\u3000６０\u00A0', 600_000_000_000n],
    ['60 USD', 600_000_000_000n],
    ['60$', 600_000_000_000n],
    ['60 US$', 600_000_000_000n],
    ["60'000", 600_000_000_000_000n],
    ['60 000.50', 600_005_000_000_000n],
    ['+60', 600_000_000_000n],
    ['.5', 5_000_000_000n],
  ])('of %o is set, and the page says so', async (amount, expected) => {
    const answer = await set({ scope: 'user', key: 'anna@example.com', amount });
    expect([answer.status, answer.headers.location]).toEqual([
      303,
      expect.stringMatching(/^\/budgets\/[^?]+\?done=changed&undo=\d+$/),
    ]);
    expect(await amounts()).toEqual([['anna@example.com', expected]]);
    expect((await ask(server.url, answer.headers.location ?? '')).text).toContain(
      en.budgetPages.done.changed,
    );
  });

  it.each([
    ['-5', 'amountNegative'],
    ['(5)', 'amountNegative'],
    ['1e5', 'amount'],
    ['1E5', 'amount'],
    ['0x10', 'amount'],
    ['Infinity', 'amount'],
    ['NaN', 'amount'],
    ['', 'amount'],
    [' ', 'amount'],
    ['60.123', 'amountDecimals'],
    ['0.00000000001', 'amountDecimals'],
    ['1.200', 'amountDecimals'],
    ['1,5', 'amountPoint'],
    ['1,50', 'amountPoint'],
    ['12,34,567', 'amountPoint'],
    [',5', 'amount'],
    ['5,', 'amountPoint'],
    ['1.000,50', 'amountPoint'],
    ['5.', 'amountPoint'],
    ['100000000', 'amountTooLarge'],
    ['999999999', 'amountTooLarge'],
    ['9'.repeat(400), 'amountTooLarge'],
    ['٦٠', 'amount'],
    ['6²', 'amount'],
    ['€60', 'amountCurrency'],
    ['￥6000', 'amountCurrency'],
    ['60 EUR', 'amountCurrency'],
    ['6000円', 'amountCurrency'],
    ['60\u0000', 'amount'],
    ['6\u200B0', 'amount'],
    ['--60', 'amountNegative'],
  ] as const)('of %o is refused at the field, and what was typed is kept', async (amount, key) => {
    const answer = await set({ scope: 'costCenter', key: 'R&D "x" <b>', amount, reason: 'plan & <i>' });
    expect(answer.status).toBe(422);
    expect(marked(answer)).toEqual(['amount']);
    const words = en.invalid[key];
    const detail = key === 'amountTooLarge' ? 100_000_000 : 2;
    expect(faultAt(answer.text, 'amount')).toBe(escaped(typeof words === 'function' ? words(detail) : words));
    expect(answer.text).toContain('role="alert"');
    expect(shownIn(answer.text, 'key')).toBe(escaped('R&D "x" <b>'));
    expect(shownIn(answer.text, 'amount')).toBe(escaped(amount.trim()));
    expect(shownIn(answer.text, 'reason')).toBe(escaped('plan & <i>'));
    expect(answer.text).toMatch(/<option value="costCenter" selected/);
    expect(await amounts()).toEqual([]);
  });

  it.each([
    [{}, ['scope', 'amount']],
    [{ scope: 'user', amount: '60' }, ['key']],
    [{ scope: 'costCenter', amount: '60' }, ['key']],
    [{ scope: 'user', key: 'anna', amount: '60' }, ['key']],
    [{ scope: 'user', key: 'anna @example.com', amount: '60' }, ['key']],
    [{ scope: 'squad', key: 'x', amount: '60' }, ['scope']],
    [{ scope: '__proto__', key: 'x', amount: '60' }, ['scope']],
    [{ scope: 'costCenter', key: 'x'.repeat(257), amount: '60' }, ['key']],
    [{ scope: 'costCenter', key: 'a\nb', amount: '60' }, ['key']],
    [{ scope: 'costCenter', key: 'a\u0000b', amount: '60' }, ['key']],
    [{ scope: 'userDefault', amount: '60', reason: 'x'.repeat(501) }, ['reason']],
    [{ scope: 'user', key: 'Anna@Example.com', amount: '60' }, ['key']],
    [{ scope: 'user', key: 'anna', amount: '-1', reason: 'x'.repeat(501) }, ['key', 'amount', 'reason']],
  ] as [Record<string, string>, string[]][])('of %o is refused at %o', async (fields, names) => {
    const answer = await set(fields);
    expect([answer.status, marked(answer)]).toEqual([422, names]);
    for (const name of names) expect(faultAt(answer.text, name)?.length).toBeGreaterThan(10);
    expect(await amounts()).toEqual([]);
  });

  it('for somebody who is known in another spelling is not set for nobody', async () => {
    const answer = await set({ scope: 'user', key: 'ANNA@example.com', amount: '60' });
    expect(faultAt(answer.text, 'key')).toContain('anna@example.com');
    const key = 'New.Person@example.com';
    expect((await set({ scope: 'user', key, 'unknown.key': key, amount: '60' })).status).toBe(303);
  });

  it('is written down with who, before, after and why', async () => {
    await set({ scope: 'userDefault', amount: '60', reason: 'start <of> year' });
    expect(await lastChange()).toMatchObject({
      actor: 'local:tester',
      action: 'budget.set',
      subject: 'userDefault:',
      before: null,
      after: { amount: expect.anything() },
      reason: 'start <of> year',
    });
    await set({ scope: 'userDefault', amount: '80' });
    const change = await lastChange();
    expect(change).toMatchObject({ before: { amount: expect.anything() }, reason: null });
    const page = await ask(server.url, '/audit');
    expect(page.text).toContain(escaped('start <of> year'));
    expect(page.text).not.toContain('<of>');
  });

  it('sent twice is set once', async () => {
    const fields = { scope: 'userDefault', amount: '61' };
    const before = (await server.store.audit.list({ limit: 1000 })).length;
    const both = await Promise.all([set(fields), set(fields)]);
    expect(both.map((one) => one.status)).toEqual([303, 303]);
    expect((await server.store.audit.list({ limit: 1000 })).length).toBe(before + 1);
    const { location = '' } = (await set(fields)).headers;
    expect(location).toContain('?done=unchanged');
    expect((await ask(server.url, location)).text).toContain(en.budgetPages.done.unchanged);
  });

  it('for a name that is not known is set once somebody says of that very name that it is right', async () => {
    const fields = { scope: 'costCenter', key: 'R&D / 東亰 <b>', amount: '60' };
    const key = 'R&D / 東京 <b>';
    await set({ scope: 'costCenter', key, 'unknown.key': key, amount: '1' });
    const asked = await set(fields);
    expect([asked.status, marked(asked)]).toEqual([422, ['key']]);
    expect(faultAt(asked.text, 'key')).toBe(escaped(en.invalid.unknownCostCenter([key])));
    expect(asked.text).toContain(`type="checkbox" name="unknown.key" value="${escaped(fields.key)}"`);
    const other = await set({ ...fields, key: 'R&D / 京東 <b>', 'unknown.key': fields.key });
    expect(other.status).toBe(422);
    expect(await amounts()).toHaveLength(1);
    expect((await set({ ...fields, 'unknown.key': fields.key })).status).toBe(303);
    expect(await amounts()).toContainEqual([fields.key, 600_000_000_000n]);
  });

  it.each([
    ['anna@exampel.com', []],
    ['ana@example.com', ['anna@example.com']],
  ])('for %s says who may be meant: %o', async (key, near) => {
    const asked = await set({ scope: 'user', key, amount: '60' });
    expect(faultAt(asked.text, 'key')).toContain(escaped(en.invalid.unknownUser(near)));
  });

  it('is removed after a question that says whose and how much, once', async () => {
    const key = 'R&D / 東京 <b>';
    await set({ scope: 'costCenter', key, 'unknown.key': key, amount: '60.5' });
    const [budget] = await server.store.budgets.list();
    const path = `/budgets/${budget?.id}/remove`;
    const question = await ask(server.url, path);
    expect(question.text).toContain(escaped('R&D / 東京 <b>'));
    expect(question.text).toContain('$60.50');
    expect(await amounts()).toHaveLength(1);
    expect((await post(server.url, path, { reason: 'x'.repeat(501) })).status).toBe(422);
    const done = await post(server.url, path, { reason: 'closed' });
    expect([done.status, done.headers.location]).toEqual([303, expect.stringContaining('?done=ended&undo=')]);
    expect(await lastChange()).toMatchObject({ action: 'budget.remove', after: null, reason: 'closed' });
    const changes = (await server.store.audit.list({ limit: 1000 })).length;
    const again = await post(server.url, path, {});
    expect([again.status, again.headers.location]).toEqual([303, expect.stringContaining('?done=gone')]);
    expect((await server.store.audit.list({ limit: 1000 })).length).toBe(changes);
    expect((await ask(server.url, path)).status).toBe(404);
  });

  it('is no file and no JSON', async () => {
    const send = (type: string, body: string | Buffer) =>
      ask(server.url, '/budgets', {
        method: 'POST',
        headers: { origin: server.url, 'content-type': type },
        body,
      });
    const refused = await send('application/json', '{"scope":"userDefault","amount":"60"}');
    expect([refused.status, refused.text.includes(escaped(en.error.words.notForm))]).toEqual([415, true]);
    for (const type of ['text/plain', 'text/csv', '', 'application/x-www-form-urlencodedx'])
      expect([type, (await send(type, 'scope=userDefault&amount=60')).status]).toEqual([type, 415]);
    const part = (name: string, more: string, text: string) =>
      `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${text}\r\n`;
    const multipart = (amount: string) => `${part('scope', '', 'userDefault')}${amount}--b--\r\n`;
    const file = await send(
      'multipart/form-data; boundary=b',
      multipart(part('amount', '; filename="a.txt"', '60')),
    );
    expect([file.status, marked(file)]).toEqual([422, ['amount']]);
    for (const broken of ['no parts at all', multipart('--b\r\nnonsense'), '--b\r\n'])
      expect((await send('multipart/form-data; boundary=b', broken)).status).toBeGreaterThanOrEqual(400);
    expect((await send('multipart/form-data', multipart(''))).status).toBe(400);
    expect(await amounts()).toEqual([]);
    const fine = await send('multipart/form-data; boundary=b', multipart(part('amount', '', '60')));
    expect(fine.status).toBe(303);
  });

  it('of more than a form holds is refused before it is read', async () => {
    const body = `scope=userDefault&amount=60&reason=${'x'.repeat(300_000)}`;
    const answer = await ask(server.url, '/budgets', {
      method: 'POST',
      headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      body,
    });
    expect([answer.status, answer.text.includes(escaped(en.error.words.tooLarge))]).toEqual([413, true]);
    const api = await ask(server.url, '/api/v1/spend', {
      method: 'POST',
      headers: { origin: server.url },
      body,
    });
    expect([api.status, JSON.parse(api.text).error.code]).toEqual([413, 'tooLarge']);
    expect(await amounts()).toEqual([]);
  });

  it('with fields of any name and twice the same breaks nothing', async () => {
    const answer = await ask(server.url, '/budgets', {
      method: 'POST',
      headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      body: '__proto__=1&constructor=2&scope=user&scope=userDefault&amount=60&%E0%A4%A=x&amount[]=5',
    });
    expect(answer.status).toBe(303);
  });
});

describe('a job', () => {
  it('is started once per click, and only one that the page offers', async () => {
    const started: JobName[][] = [];
    const server = await openServer([], {
      actions: { trigger: (jobs) => started.push([...jobs]), createProfile: null, deleteProfile: null },
    });
    const done = await post(server.url, '/jobs', { job: 'usage' });
    expect([done.status, done.headers.location]).toEqual([303, '/jobs?done=triggered']);
    expect(started).toEqual([['usage', 'rates', 'spend', 'alerts', 'notices', 'deliver']]);
    for (const job of ['budgets', 'spend', 'nonsense', '__proto__', '']) {
      const answer = await post(server.url, '/jobs', { job });
      expect([job, answer.status, faultAt(answer.text, 'job')]).toEqual([job, 422, en.invalid.job]);
    }
    expect(started).toHaveLength(1);
    expect((await ask(server.url, '/jobs?done=triggered')).text).toContain(en.jobs.triggered);
    await server.close();
  });

  it('is not said to be started where no schedule runs', async () => {
    const server = await openServer([], {
      actions: { trigger: null, createProfile: null, deleteProfile: null },
    });
    const page = await ask(server.url, '/jobs');
    expect(page.text).toContain(escaped(en.jobs.off));
    expect(page.text).not.toContain('action="/jobs"');
    expect((await post(server.url, '/jobs', { job: 'usage' })).status).toBe(422);
    await server.close();
  });
});

describe('a profile', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  let server: Awaited<ReturnType<typeof startServer>>;
  let source: string;
  const actor = { id: 'local:tester' };
  const start = (enabled: boolean) =>
    startServer(
      {
        ...world.deps,
        aws: async () => world.deps.awsFactory(0n as Money),
        viewer: operator(actor.id),
        settings: { ...world.settings, vending: { ...VENDING, enabled } },
      },
      { port: 0, trigger: null },
    );
  beforeAll(async () => {
    world = await openWorld({ users: 3, days: 3 });
    await world.sync(['profiles']);
    source =
      (await world.store.profiles.catalogue()).find(
        (one) => one.type === 'systemProfile' && one.region === 'us-east-1',
      )?.id ?? '';
    server = await start(true);
  });
  afterAll(async () => {
    await server?.stop();
    await world?.close();
  });
  const urlOf = ({ url }: { url: string }) => url.replace('localhost', '127.0.0.1');
  const form = (more: Record<string, string> = {}) => ({
    userEmail: 'new.person@example.com',
    'unknown.userEmail': more.userEmail ?? 'new.person@example.com',
    costCenter: 'CC-1001 Platform',
    source,
    place: '222233334444/us-east-1',
    ...more,
  });
  const changes = async () =>
    (await world.store.audit.list({ limit: 1000 })).filter((one) => one.action.startsWith('profile.'));

  it('sent twice at once is created once, in AWS and in the audit, with its reason', async () => {
    const before = (await world.store.profiles.all()).length;
    const fields = form({ reason: 'new <in> team' });
    const both = await Promise.all([
      post(urlOf(server), '/profiles', fields),
      post(urlOf(server), '/profiles', fields),
    ]);
    expect(both.map((one) => one.status)).toEqual([303, 303]);
    expect(both[0]?.headers.location).toMatch(/^\/profiles\/[a-z0-9]+\?done=created$/);
    expect(both[1]?.headers.location).toBe(both[0]?.headers.location);
    expect((await world.store.profiles.all()).length).toBe(before + 1);
    expect(await changes()).toEqual([
      expect.objectContaining({
        action: 'profile.create',
        actor: actor.id,
        before: null,
        reason: 'new <in> team',
      }),
    ]);
    const page = await ask(urlOf(server), both[0]?.headers.location ?? '');
    expect([page.status, page.text.includes(en.vending.created)]).toEqual([200, true]);
    // It takes the global route, of which the settings say nothing.
    const said = (words: string) => page.text.includes(words);
    expect([said(en.vending.next), said(en.vending.nextUnsure)]).toEqual([false, true]);
  });

  it.each([
    [{ userEmail: 'nobody' }, 'userEmail'],
    [{ userEmail: '' }, 'userEmail'],
    [{ userEmail: `${'x'.repeat(300)}@example.com` }, 'userEmail'],
    [{ userEmail: 'New.Person@example.com' }, 'userEmail'],
    [{ userEmail: '東京@example.com' }, 'userEmail'],
    [{ costCenter: '' }, 'costCenter'],
    [{ costCenter: 'R&D' }, 'costCenter'],
    [{ costCenter: 'x'.repeat(257) }, 'costCenter'],
    [{ source: '' }, 'source'],
    [{ source: 'x'.repeat(257) }, 'source'],
    [{ place: '' }, 'place'],
    [{ place: '222233334444' }, 'place'],
    [{ place: '999999999999/us-east-1' }, 'place'],
    [{ place: '222233334444/eu-west-1' }, 'place'],
    [{ reason: 'x'.repeat(501) }, 'reason'],
  ])('with %o is refused at %s, and nothing is asked of AWS', async (more, name) => {
    const asked = world.simulator.requests()['bedrock:CreateInferenceProfile'];
    const answer = await post(urlOf(server), '/profiles', form(more));
    expect([answer.status, marked(answer)]).toEqual([422, [name]]);
    const kept = { ...form(), ...more } as Record<string, string>;
    for (const field of ['userEmail', 'costCenter', 'reason'])
      expect(shownIn(answer.text, field)).toBe(escaped(kept[field] ?? ''));
    expect(answer.text).toContain('action="/profiles"');
    expect(world.simulator.requests()['bedrock:CreateInferenceProfile']).toBe(asked);
  });

  it('of a model that is not there is refused in words', async () => {
    const answer = await post(urlOf(server), '/profiles', form({ source: 'us.no.such-model' }));
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(en.invalid.sourceHere([]));
    expect(answer.text).toContain('role="alert"');
  });

  it('that fails by a fault of ours is told without its inner words, which the log gets', async () => {
    const fault = new Error('SQLITE_CORRUPT: inner words');
    const actions = {
      trigger: null,
      createProfile: () => Promise.reject(fault),
      deleteProfile: () => Promise.reject(fault),
    };
    const { store, settings, clock } = world;
    const broken = await serveLedger({ store, settings, clock, actions });
    const [profile] = await store.profiles.all();
    for (const path of ['/profiles', `/profiles/${profile?.shortId}/delete`]) {
      const answer = await post(broken.url, path, form());
      expect([path, answer.status, answer.text.includes('inner words')]).toEqual([path, 500, false]);
    }
    expect(broken.faults).toEqual([fault, fault]);
    await broken.close();
  });

  it('is deleted after a question that says which, once', async () => {
    const made = (await world.store.profiles.all()).find(
      (one) => one.history.at(-1)?.tags.ManagedBy === 'bedrock-ledger',
    );
    const path = `/profiles/${made?.shortId}/delete`;
    const question = await ask(urlOf(server), path);
    expect(question.text).toContain(escaped(made?.name ?? 'none'));
    expect(question.text).toContain(escaped(en.profiles.confirm));
    expect((await world.store.profiles.get(made?.arn ?? ''))?.goneAt).toBeNull();
    const done = await post(urlOf(server), path, { reason: 'left' });
    expect([done.status, done.headers.location]).toEqual([303, `/profiles/${made?.shortId}?done=deleted`]);
    expect((await changes())[0]).toMatchObject({
      action: 'profile.delete',
      subject: made?.arn,
      after: null,
      reason: 'left',
    });
    const count = (await changes()).length;
    expect((await post(urlOf(server), path, {})).status).toBe(303);
    expect((await changes()).length).toBe(count);
    expect((await ask(urlOf(server), `/profiles/${made?.shortId}?done=deleted`)).text).toContain(
      en.profiles.deleted,
    );
    expect((await ask(urlOf(server), path)).status).toBe(404);
    expect((await post(urlOf(server), '/profiles/nosuchid/delete', {})).status).toBe(404);
  });

  it('is neither created nor deleted while that is switched off, which is said in words', async () => {
    const off = await start(false);
    try {
      const [existing] = await world.store.profiles.all();
      const page = await ask(urlOf(off), '/profiles');
      expect(page.text).toContain(escaped(en.profiles.off));
      expect(page.text).not.toContain('action="/profiles"');
      const before = (await changes()).length;
      for (const path of ['/profiles', `/profiles/${existing?.shortId}/delete`]) {
        const answer = await post(urlOf(off), path, form());
        expect([path, answer.status, answer.text.includes(escaped(en.profiles.off))]).toEqual([
          path,
          422,
          true,
        ]);
      }
      const question = await ask(urlOf(off), `/profiles/${existing?.shortId}/delete`);
      expect(question.text).not.toContain('type="submit"');
      expect((await changes()).length).toBe(before);
    } finally {
      await off.stop();
    }
  });

  it.each(['0.0.0.0', '::', '192.168.1.10', 'ledger.example.com', ''])(
    'and all else stays on this machine: a server on %o does not start',
    async (host) => {
      const settings = { ...world.settings, host };
      const started = startServer(
        {
          ...world.deps,
          aws: async () => world.deps.awsFactory(0n as Money),
          viewer: operator(actor.id),
          settings,
        },
        { port: 0, trigger: null },
      );
      await expect(started).rejects.toThrow(UserError);
    },
  );
});
