import { createHmac } from 'node:crypto';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askForBudget } from '../../src/app/approvals/askBudget.ts';
import { viewerOfPerson } from '../../src/core/access.ts';
import { answerAction, mayRespondTo, REASON_ACTION, REASON_BLOCK } from '../../src/core/answerButtons.ts';
import type { Answer } from '../../src/core/message.ts';
import { money } from '../../src/core/money.ts';
import { notBelieved } from '../../src/core/slackPeople.ts';
import { slackDesk } from '../../src/notify/slackDesk.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { askingOf } from '../asking.ts';
import { type SlackPerson, type SlackSpace, slackSpace, TEAM } from '../receivers/slack.ts';
import { requestOf } from '../store/requestOf.ts';
import { at, NOW, NOW_MS } from '../store/setup.ts';
import { EMAIL, openCompany } from './roles.ts';
import { ask, escaped, type Answer as HttpAnswer } from './setup.ts';

/** Buttons in Slack: what is taken for Slack's, whose answer counts, and what whoever pressed is told. */

const SECRET = 'a-signing-secret-of-the-tests';
const PEOPLE: readonly SlackPerson[] = [
  { id: 'UOLGA', email: EMAIL.owner },
  { id: 'UANN', email: EMAIL.user },
  { id: 'UEVE', email: 'eve@example.com' },
  { id: 'UADAM', email: EMAIL.admin },
  { id: 'UNEW', email: 'new@example.com' },
  { id: 'UFAR', email: EMAIL.owner, team_id: 'TOTHER' },
  { id: 'UGONE', email: EMAIL.owner, deleted: true },
  { id: 'UHALF', email: EMAIL.owner, is_email_confirmed: false },
];

let c: Awaited<ReturnType<typeof openCompany>>;
let settings: (typeof c)['settings'];
let space: SlackSpace;
beforeAll(async () => {
  const first = await openCompany();
  await first.close();
  const approval = { by: 'costCenterOwner', deadlineDays: 14, escalateDays: 3 } as const;
  const requests = { by: 'costCenterOwner', ceiling: money('50'), deadlineDays: 7, escalateDays: 2 } as const;
  const { budgets, vending } = first.settings;
  settings = { ...first.settings, vending: { ...vending, approval }, budgets: { ...budgets, requests } };
});
const apps = () => {
  const { token, api } = space;
  const app = { name: 'people', kind: 'slackApp', token, signingSecret: SECRET, api } as const;
  return [{ signingSecret: SECRET, ...slackDesk(app, { now: () => NOW_MS }) }];
};
beforeEach(async () => {
  space = await slackSpace(PEOPLE);
  c = await openCompany({ settings, slack: apps() });
  await c.store.requests.ask(requestOf({}), { id: EMAIL.user }, NOW);
});
afterEach(async () => {
  await c.close();
  await space.close();
});

interface Pressed {
  user?: string;
  answer?: Answer['answer'];
  id?: string;
  reason?: string;
  responseUrl?: string;
  action?: string;
}
const BLOCKS = [
  { type: 'header', text: { type: 'plain_text', text: 'ann asks' } },
  { type: 'input', block_id: REASON_BLOCK },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'answer-approve', value: 'one' },
      { type: 'button', action_id: 'open-0', url: 'https://ledger.example.com/requests/one' },
    ],
  },
];
/** As Slack writes what was pressed. */
function bodyOf({
  user = 'UOLGA',
  answer = 'approve',
  id = 'one',
  reason,
  responseUrl,
  action,
}: Pressed): string {
  const payload = {
    type: 'block_actions',
    // What somebody calls themselves: an administrator, all of them.
    user: { id: user, username: EMAIL.admin, name: EMAIL.admin, team_id: TEAM },
    team: { id: TEAM, domain: 'ledger' },
    response_url: responseUrl ?? `${new URL(space.api).origin}/respond/1`,
    message: { type: 'message', ts: '1764000000.000100', blocks: BLOCKS },
    state: {
      values:
        reason === undefined
          ? {}
          : { [REASON_BLOCK]: { [REASON_ACTION]: { type: 'plain_text_input', value: reason } } },
    },
    actions: [{ type: 'button', action_id: action ?? answerAction(answer), block_id: 'b', value: id }],
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}
function signed(body: string, seconds = NOW_MS / 1000, secret = SECRET) {
  const signature = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${signature}`,
  };
}
const send = (body: string, headers: Record<string, string> = signed(body)): Promise<HttpAnswer> =>
  ask(c.url, '/slack/actions', { method: 'POST', headers, body });
const press = (pressed: Pressed = {}): Promise<HttpAnswer> => send(bodyOf(pressed));
const state = async (id = 'one') => (await c.store.requests.get(id))?.state;
/** What was said to whoever pressed alone, and what stands in the message now. */
const said = () => space.responses.map(({ body }) => `${body.response_type ?? 'message'}: ${body.text}`);
const lastEntry = async () => (await c.store.audit.list({ limit: 1 }))[0];

describe('what is not Slack’s', () => {
  const wrong: readonly [string, (body: string) => Record<string, string>][] = [
    ['without a signature', () => ({ 'content-type': 'application/x-www-form-urlencoded' })],
    ['of another secret', (body) => signed(body, NOW_MS / 1000, 'a-secret-of-somebody-else')],
    ['of another body', (body) => signed(`${body}&`)],
    [
      'of another time',
      (body) => ({ ...signed(body), 'x-slack-request-timestamp': String(NOW_MS / 1000 - 1) }),
    ],
    ['six minutes old', (body) => signed(body, NOW_MS / 1000 - 360)],
    ['six minutes ahead', (body) => signed(body, NOW_MS / 1000 + 360)],
    ['of a shorter signature', (body) => ({ ...signed(body), 'x-slack-signature': 'v0=00' })],
    ['of no time', (body) => ({ ...signed(body), 'x-slack-request-timestamp': 'now' })],
  ];
  it.each(wrong)('is refused: %s', async (_, headers) => {
    const body = bodyOf({});
    expect((await send(body, headers(body))).status).toBe(401);
    expect([await state(), space.calls]).toEqual(['waiting', []]);
  });

  it('is refused before it is read where it is long', async () => {
    const body = `payload=${'x'.repeat(300 * 1024)}`;
    expect((await send(body)).status).toBe(413);
  });

  it('is no press where it is something else, though signed; what is pressed to open a page is taken', async () => {
    const other = new URLSearchParams({ payload: JSON.stringify({ type: 'view_closed' }) }).toString();
    expect((await send('payload=no')).status).toBe(400);
    expect((await send(other)).status).toBe(200);
    expect((await press({ action: 'open-0' })).status).toBe(200);
    expect([await state(), space.calls, said()]).toEqual(['waiting', [], []]);
  });

  it('is a page without a form: there is nothing to read', async () => {
    expect((await ask(c.url, '/slack/actions')).status).not.toBe(200);
  });
});

it('is below the path of the public address, where there is one', async () => {
  const publicUrl = 'https://ledger.example.com/ledger';
  const below = await openCompany({ settings: { ...settings, publicUrl }, slack: apps() });
  const status = async (path: string) => (await ask(below.url, path, { method: 'POST', body: '' })).status;
  expect([await status('/ledger/slack/actions'), await status('/slack/actions')]).toEqual([401, 404]);
  await below.close();
});

describe('whoever may answer', () => {
  it('approves: the request is answered as theirs, by Slack, and the message says so without its buttons', async () => {
    expect((await press()).status).toBe(200);
    expect(await c.store.requests.get('one')).toMatchObject({ state: 'approved', decidedBy: EMAIL.owner });
    expect(await lastEntry()).toMatchObject({
      action: 'request.approve',
      actor: EMAIL.owner,
      via: 'slack',
    });
    expect(said()).toEqual([`message: ${en.approval.done.approved} (olga)`]);
    const [{ body }] = space.responses as [(typeof space.responses)[number]];
    expect(body.replace_original).toBe(true);
    expect(body.blocks.map(({ type }: { type: string }) => type)).toEqual(['header', 'actions', 'section']);
    expect(JSON.stringify(body.blocks)).not.toContain('answer-approve');
    expect(JSON.stringify(body.blocks)).toContain('/requests/one');
  });

  it('declines with a reason, and is asked for one otherwise', async () => {
    await press({ answer: 'decline' });
    expect([await state(), said()]).toEqual([
      'waiting',
      [`ephemeral: ${escaped(en.invalid.declineWhy)} ${en.slack.reasonHere}`],
    ]);
    await press({ answer: 'decline', reason: 'use the small model' });
    expect(await c.store.requests.get('one')).toMatchObject({
      state: 'declined',
      decisionReason: 'use the small model',
    });
  });

  it('answers once, however often the same is posted', async () => {
    const body = bodyOf({});
    const answers = await Promise.all([send(body), send(body), send(body)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await send(body)).status).toBe(200);
    expect(space.calls.filter((call) => call === 'users.info')).toHaveLength(1);
    expect(said()).toHaveLength(1);
  });

  it('is told in their language where somebody was first, and the buttons go', async () => {
    const chosen = { locale: 'ja', quiet: null, wishes: {}, reports: null, via: null } as const;
    await c.store.preferences.set({ email: EMAIL.owner, ...chosen, updatedAt: NOW });
    await press({ user: 'UADAM' });
    await press();
    const words = ja.approval.already.approved(EMAIL.admin);
    expect(said().slice(1)).toEqual([`ephemeral: ${words}`, `message: ${words}`]);
  });

  it('is who they are however Slack spells them, and nobody where two are spelled alike', async () => {
    space.people.push({ id: 'USMALL', email: 'OLGA@example.com', team_id: TEAM });
    await c.store.requests.ask(requestOf({ id: 'two', key: 'two' }), { id: EMAIL.user }, NOW);
    await press({ user: 'USMALL' });
    expect((await c.store.requests.get('one'))?.decidedBy).toBe(EMAIL.owner);
    const other = { email: 'Olga@example.com', name: null, costCenter: null, manager: null, active: true };
    const how = { complete: false, actor: { id: 'local:test' }, now: NOW };
    await c.store.people.learn('file', [{ ...other, groups: null }], how);
    await press({ user: 'UOLGA', id: 'two' });
    expect([await state('two'), said().at(-1)]).toEqual([
      'waiting',
      `ephemeral: ${en.slack.notKnown(EMAIL.owner)}`,
    ]);
  });

  it('is told that the time is over', async () => {
    const late = requestOf({ id: 'late', key: 'late', deadlineAt: at(-1), nextAt: at(-1) });
    await c.store.requests.ask(late, { id: EMAIL.user }, NOW);
    await press({ id: 'late' });
    expect([await state('late'), said()[0]]).toEqual([
      'waiting',
      `ephemeral: ${en.approval.already.expired}`,
    ]);
  });

  it('grants no more than they may', async () => {
    const facts = await c.store.people.viewerFacts(EMAIL.user, NOW);
    if (facts === null) throw new Error('Ann is not here');
    const viewer = viewerOfPerson(facts, settings.roles);
    const asking = askingOf(c.store, { viewer, actor: { id: viewer.id }, settings });
    const { id } = await askForBudget(asking, EMAIL.user, { amount: '80', reason: 'a migration' });
    await press({ id });
    expect(await state(id)).toBe('waiting');
    expect(said()[0]).toMatch(/^ephemeral: .*\$50\.00/);
    await press({ id, user: 'UADAM' });
    expect([await state(id), said()[1]]).toEqual(['made', `message: ${en.asking.done.granted} (adam)`]);
  });
});

describe('whoever may not', () => {
  it.each([
    ['has nothing to do with it', { user: 'UEVE' }, en.slack.notYours],
    ['asked for it themselves', { user: 'UANN' }, en.slack.notYours],
    ['names a request that is not there', { id: 'nothing' }, en.slack.notYours],
    ['is not in the directory', { user: 'UNEW' }, en.slack.notKnown('new@example.com')],
    ['is of another workspace', { user: 'UFAR' }, en.slack.notBelieved.elsewhere],
    ['was deactivated', { user: 'UGONE' }, en.slack.notBelieved.notHere],
    ['has not confirmed their address', { user: 'UHALF' }, en.slack.notBelieved.unconfirmed],
    ['is nobody in Slack', { user: 'UNOBODY' }, en.slack.notAsked],
  ])('%s: nothing changes, and they alone are told', async (_, pressed, words) => {
    expect((await press(pressed)).status).toBe(200);
    expect([await state(), said()]).toEqual(['waiting', [`ephemeral: ${words}`]]);
  });

  it('is entered in the audit log, by Slack', async () => {
    await press({ user: 'UEVE' });
    expect(await lastEntry()).toMatchObject({
      action: 'access.refuse',
      actor: 'eve@example.com',
      via: 'slack',
    });
  });
});

describe('where Slack is answered', () => {
  it.each([
    ['https://hooks.slack.com/actions/T1/2/3', true],
    ['https://hooks.slack.com.evil.example.com/actions', false],
    ['http://hooks.slack.com/actions', false],
    ['https://user@hooks.slack.com/actions', false],
    ['https://hooks.slack.com:8443/actions', false],
    ['https://slack.example.com/respond', true],
    ['https://slack.example.com:444/respond', false],
    ['http://169.254.169.254/latest', false],
    ['file:///etc/passwd', false],
    ['', false],
  ])('%s: %s', (url, expected) => expect(mayRespondTo(url, 'https://slack.example.com/api')).toBe(expected));

  it('nothing is posted elsewhere, and what was decided holds', async () => {
    await press({ responseUrl: `${c.url}/healthz` });
    expect([await state(), space.responses]).toEqual(['approved', []]);
    expect(String(c.faults[0])).toContain('none of its own');
    expect(String(c.faults[0])).not.toContain(c.url);
  });
});

it('people of one organisation are believed in each of its workspaces', () => {
  const user = { email: 'a@b.example', team: 'T2', enterprise: 'E1' };
  const here = { isHere: true, isBot: false, isStranger: false, isConfirmed: true };
  expect([
    notBelieved({ ...user, ...here }, { team: 'T1', enterprise: 'E1' }),
    notBelieved({ ...user, ...here }, { team: 'T1', enterprise: '' }),
    notBelieved({ ...user, ...here, enterprise: '' }, { team: 'T1', enterprise: '' }),
    notBelieved({ ...user, ...here, isStranger: true }, { team: 'T2', enterprise: 'E1' }),
    notBelieved({ ...user, ...here, team: '', enterprise: '' }, { team: '', enterprise: '' }),
    notBelieved({ ...user, ...here, email: '' }, { team: 'T2', enterprise: '' }),
  ]).toEqual([null, 'elsewhere', 'elsewhere', 'elsewhere', 'elsewhere', 'noEmail']);
});
