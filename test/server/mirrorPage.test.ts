import { afterAll, beforeAll, expect, it } from 'vitest';
import { readMirror } from '../../src/app/budgets/mirror.ts';
import { readConfig } from '../../src/config.ts';
import { operator } from '../../src/core/access.ts';
import { budgetText } from '../../src/core/awsBudget.ts';
import { plainTerms } from '../../src/core/budgets.ts';
import { mirrorName } from '../../src/core/mirrorWanted.ts';
import { money } from '../../src/core/money.ts';
import { dayOf } from '../../src/core/periods.ts';
import { en } from '../../src/ui/messages/en.ts';
import { NOW, NOW_MS } from '../store/setup.ts';
import { ACTOR, ask, escaped, openServer, post } from './setup.ts';

/** A budget that somebody changed in AWS: AWS is believed only once that was said twice. */

const ANN = { scope: { kind: 'user', key: 'ann@example.com' }, period: 'month', narrowing: null } as const;
const NAME = mirrorName(ANN);
const first = readConfig({});
const settings = {
  ...first,
  budgetsMirror: { ...first.budgetsMirror, enabled: true, drift: 'ask' as const },
};
let server: Awaited<ReturnType<typeof openServer>>;

beforeAll(async () => {
  server = await openServer([], { settings });
  const { store, lease } = server;
  const set = { do: 'set', slot: ANN, terms: plainTerms(money('20')), from: dayOf(NOW_MS) } as const;
  await store.budgets.apply([set], ACTOR, NOW);
  const viewer = operator(ACTOR.id);
  const asking = { viewer, actor: ACTOR, now: NOW_MS, store, settings, noteAsked() {} };
  const [one] = (await readMirror(asking)).shown;
  if (one?.wanted == null) throw new Error('AWS should hold it');
  const { wanted } = one.wanted;
  const budgetId = one.record.id;
  const written = budgetText(wanted);
  await store.mirror.record(lease, { name: NAME, budgetId, written, writtenAt: NOW });
  const held = budgetText({ ...wanted, amount: money('70') });
  const seen = { name: NAME, budgetId, held, actual: null, forecast: null, figureSince: null };
  await store.mirror.seen(lease, { at: NOW, accountId: '111122223333', total: 1, services: [], models: {} }, [
    { ...seen, figureAfter: null, subscribersAt: null },
  ]);
});
afterAll(async () => {
  await server?.close();
  expect(server.faults).toEqual([]);
});
const amount = async () =>
  (await server.store.budgets.on(dayOf(NOW_MS), settings.budgets.calendar))[0]?.amount;

it('says both amounts and asks, before AWS is given that of the ledger', async () => {
  const where = `/budgets/aws/mend?name=${encodeURIComponent(NAME)}`;
  const list = (await ask(server.url, '/budgets/aws')).text;
  expect(list).toContain(`href="${escaped(where)}"`);
  expect(list).not.toContain('value="mend"');
  const { text } = await ask(server.url, where);
  expect(text).toContain('AWS has $70.00, the ledger $20.00');
  expect(text).toContain('<input type="hidden" name="deed" value="mend"/>');
  expect((await ask(server.url, '/budgets/aws/mend?name=other')).status).toBe(404);
});

it('says both amounts and asks, before the ledger has that of AWS', async () => {
  const where = `/budgets/aws/accept?name=${encodeURIComponent(NAME)}`;
  const list = (await ask(server.url, '/budgets/aws')).text;
  expect(list).toContain(`href="${escaped(where)}"`);
  expect(list).not.toContain('value="accept"');
  const { text } = await ask(server.url, where);
  expect(text).toContain('the ledger holds $20.00, AWS $70.00');
  expect(text).toContain(`<input type="hidden" name="name" value="${escaped(NAME)}"/>`);
  expect(await amount()).toBe(money('20'));
  expect((await ask(server.url, '/budgets/aws/accept?name=other')).status).toBe(404);
  const done = await post(server.url, '/budgets/aws', { name: NAME, deed: 'accept' });
  expect(done.headers.location).toBe('/budgets/aws?done=accept');
  expect(await amount()).toBe(money('70'));
  const page = (await ask(server.url, '/budgets/aws?done=accept')).text;
  expect(page).toContain(escaped(en.mirror.decided.accept));
});
