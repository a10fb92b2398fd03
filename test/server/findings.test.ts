import { describe, expect, it, onTestFinished } from 'vitest';
import type { BillPart } from '../../src/core/billEntries.ts';
import { money } from '../../src/core/money.ts';
import { FINDING_KINDS, type Finding, type FindingKind } from '../../src/core/types.ts';
import { AllOf } from '../../src/server/policies/findings.tsx';
import { openStore } from '../../src/store/open.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { leaseOf, NOW, NOW_MS, spendRow } from '../store/setup.ts';
import { ask, escaped, serveLedger } from './setup.ts';

/** That no finding is no all-clear where nothing was compared, and that each finding leads to all that it is about. */

const MODEL = 'anthropic.claude-sonnet-4-6';
const DETAILS: Readonly<Partial<Record<FindingKind, Finding['detail']>>> = {
  groupingTotals: { grouping: 'owner', difference: '1.5' },
  ownerCheck: { people: '2', largest: 'anna@example.com · A-1', largestDifference: '-3' },
  principalCheck: { people: '1', largest: 'anna@example.com', largestDifference: '2' },
  billedNotSeen: { model: MODEL, tokens: '7' },
  seenNotBilled: { model: MODEL, tokens: '9' },
  unknownUsageType: { service: 'Amazon Bedrock', usageType: 'USE1-New;rm -rf' },
  unpricedModel: { model: MODEL, kinds: 'input', tokens: '5' },
  unknownProfile: { places: '111122223333 us-east-1', tokens: '5' },
  sharedProfileTag: { value: 'shared tag' },
  tagNotPlaced: { amount: '2' },
  tagsChanged: { profile: 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123' },
};

async function ledger() {
  const store = await openStore(':memory:', { now: NOW_MS });
  const lease = await leaseOf(store);
  const server = await serveLedger({ store });
  onTestFinished(async () => {
    await server.close();
    store.close();
  });
  const read = async (part: BillPart, until: number, from = 1) => {
    for (let day = from; day <= until; day++)
      await store.charges.replaceDay(lease, `2026-11-${String(day).padStart(2, '0')}`, part, ['1'], [], NOW);
  };
  const text = async (path: string, lang = 'en') =>
    (await ask(server.url, path, { headers: { cookie: `lang=${lang}` } })).text;
  const card = async (path: string, lang?: string) =>
    /<section[^>]*id="table-findings".*?<\/section>/s.exec(await text(path, lang))?.[0] ?? '';
  return { store, lease, server, read, text, card };
}

describe('where nothing was found', () => {
  // On 20 November at 9, AWS has had its time for 18 days.
  it('it is said what was compared, as more of the bill is read', async () => {
    const { store, lease, read, text, card, server } = await ledger();
    const { agreement: words } = en.findings;
    const state = async () =>
      JSON.parse(
        (await ask(server.url, '/api/v1/reconciliation?start=2026-11-01&endExclusive=2026-11-21')).text,
      ).agreement;
    expect(await card('/reconciliation')).toContain(escaped(words.nothingRead()));
    expect(await card('/reconciliation', 'ja')).toContain(escaped(ja.findings.agreement.nothingRead()));
    await read('usage', 10);
    expect(await card('/reconciliation?period=lastMonth')).toContain(escaped(words.unread('0', '31')));
    // Days that are not held are open by themselves.
    expect(await card('/reconciliation')).toContain(escaped(en.verdict.kinds.unread));
    await read('usage', 18, 11);
    expect(await card('/reconciliation')).toContain(escaped(words.oneView('0', '18')));
    await read('owner', 10);
    expect(await card('/reconciliation')).toContain(escaped(words.oneView('10', '18')));
    expect(await state()).toEqual({ state: 'oneView', due: 18, compared: 10 });
    await read('profile', 18, 11);
    expect(await card('/reconciliation')).toContain(escaped(words.agree('18', '18')));
    expect(await state()).toEqual({ state: 'agree', due: 18, compared: 18 });
    const row = spendRow({ day: '2026-11-03' });
    await store.spend.replaceDay(lease, row.day, [row], [], 'some');
    expect(await text('/')).toContain(escaped(words.agree('18', '18')));
    const young = '/reconciliation?start=2026-11-19&endExclusive=2026-11-21';
    expect(await card(young)).toContain(escaped(words.notDue()));
  });
});

describe('a finding', () => {
  it.each(FINDING_KINDS)(
    'of the kind %s leads to all of its kind, and each to what it is about',
    async (kind) => {
      const { store, lease, server, text, card } = await ledger();
      const day = '2026-11-03';
      const many = Array.from({ length: 60 }, (_, i): Finding => {
        const detail = DETAILS[kind] ?? {};
        return { kind, key: `${kind}:${i}`, severity: 'warning', day, amount: null, detail };
      });
      await store.spend.replaceDay(lease, day, [spendRow({ day })], kind === 'heldBack' ? [] : many, 'some');
      if (kind === 'heldBack')
        await store.quarantine.hold(
          lease,
          [
            {
              ...{ source: 'charges', name: 'usage', day, unit: 'usd', before: 9n, after: 0n },
              ...{ firstAt: NOW, lastAt: NOW, acceptedAt: null },
            },
          ],
          null,
          [],
          NOW,
        );
      const ofKind = `/reconciliation/findings/${kind}`;
      expect(await card('/reconciliation')).toContain(`href="${ofKind}"`);
      expect(await text('/')).toContain(`href="${ofKind}"`);
      const page = await text(ofKind);
      expect(page).toContain(escaped(en.findings.words[kind]));
      const rows = (await ask(server.url, `${ofKind}?format=csv`)).text.trim().split('\n');
      expect(rows).toHaveLength(kind === 'heldBack' ? 2 : 61);
      const [, lead = ''] = /<td class="[^"]*key[^"]*"[^>]*><a href="([^"]+)"/.exec(page) ?? [];
      expect(lead).not.toBe('');
      expect((await ask(server.url, lead.replaceAll('&amp;', '&').replace(/#.*/, ''))).status).toBe(200);
    },
  );

  it('of people names each of them on its day, with what makes its amount', async () => {
    const { store, lease, server, text } = await ledger();
    const day = '2026-11-03';
    const claim = (principal: string, amount: string) => ({
      ...{
        by: 'principal' as const,
        day,
        accountId: '1',
        principal,
        service: 'Amazon Bedrock',
        usageType: null,
      },
      ...{ amount: money(amount), quantity: 0n as never, unit: '', provisional: false },
    });
    const claims = [claim('anna@example.com', '7'), claim('ben@example.com', '3')];
    await store.charges.replaceDay(lease, day, 'principal', ['1'], claims, NOW);
    const billed = (userEmail: string, amount: string) =>
      spendRow({ day, userEmail, amount: money(amount), billed: money(amount) });
    const found: Finding = {
      ...{ kind: 'principalCheck', key: `principalCheck:${day}`, severity: 'info', day, amount: money('5') },
      detail: { people: '2', largest: 'anna@example.com', largestDifference: '-2' },
    };
    const rows = [billed('anna@example.com', '5'), billed('ben@example.com', '5')];
    await store.spend.replaceDay(lease, day, rows, [found], 'some');
    const month = '/reconciliation/findings/principalCheck';
    const said = en.verdict.people('2', 'anna@example.com', '$2.00', false);
    expect(await text(month)).toContain(escaped(said));
    const ofDay = `${month}?start=${day}&endExclusive=2026-11-04`;
    expect(await text(month)).toContain(`href="${ofDay.replace('&', '&amp;')}#table-people"`);
    const file = (await ask(server.url, `${ofDay}&format=csv&table=people`)).text.trim().split('\n');
    expect(file.map((row) => row.split(',').slice(0, 7).join())).toEqual([
      'user,user_name,cost_center,billed_usd,spent_usd,difference_usd,amount_usd',
      'anna@example.com,,,7,5,-2,2',
      'ben@example.com,,,3,5,2,2',
      'settled,,,,,,1',
      ',,,,,,5',
    ]);
    expect(await text(ofDay, 'ja')).toContain(escaped(ja.verdict.settled));
  });

  it.each(['/findings', '/reconciliation/findings'])(
    'none is named: %s leads to all of the period',
    async (path) => {
      const { server } = await ledger();
      const { headers, status } = await ask(server.url, `${path}?period=lastMonth`);
      expect([status, headers.location]).toEqual([302, '/reconciliation?period=lastMonth#table-findings']);
    },
  );

  it('that nobody knows is nothing', async () => {
    const { server } = await ledger();
    expect((await ask(server.url, '/reconciliation/findings/nonsense')).status).toBe(404);
  });
});

describe('who needs attention', () => {
  it('leads to the lists of all of them: people and cost centers alike', async () => {
    const { store, lease, text } = await ledger();
    const [EARLY, PAST] = ['2026-10-01T00:00:00.000Z', '/?period=lastMonth'];
    const rowsOn = (day: string) =>
      Array.from({ length: 12 }, (_, i) =>
        spendRow({
          day,
          userEmail: `user${i}@example.com`,
          costCenter: `C-${i}`,
          profileArn: `arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/p${i}`,
          amount: 50_000_000_000n as never,
          billed: 50_000_000_000n as never,
        }),
      );
    for (const day of ['2026-10-05', '2026-11-03'])
      await store.spend.replaceDay(lease, day, rowsOn(day), [], 'some');
    await store.budgets.set({ kind: 'userDefault' }, 10_000_000_000n as never, { id: 'local:t' }, EARLY);
    const card = async () => /<section[^>]*id="attention".*?<\/section>/s.exec(await text('/'))?.[0] ?? '';
    expect(await card()).toContain('and 4 more');
    // Of the running period there is one list of all budgets, with what can be done.
    expect(await card()).toContain('href="/budgets/over"');
    expect(await card()).toContain('href="/users?state=over"');
    const past = async () => /<section[^>]*id="attention".*?<\/section>/s.exec(await text(PAST))?.[0] ?? '';
    const [people, centers] = ['/users', '/cost-centers'].map(
      (path) => `href="${path}${PAST.slice(1)}&amp;state=over"`,
    );
    expect(await past()).toContain('and 4 more');
    expect(await past()).toContain(people);
    expect(await past()).not.toContain(centers);
    await store.budgets.set(
      { kind: 'costCenter', key: 'C-1' },
      10_000_000_000n as never,
      { id: 'local:t' },
      EARLY,
    );
    expect(await past()).toContain(centers);
    // Each list holds exactly as many as its link says.
    for (const read of [card, past])
      for (const [, href = '', count = '', kind = ''] of (await read()).matchAll(
        /<a href="([^"]*state=[^"]*)">(\d+|one) (\S+)/g,
      )) {
        const path = href.replaceAll('&amp;', '&');
        const page = await text(path);
        const rows = /<tbody>(.*?)<\/tbody>/s.exec(page)?.[1]?.split('<tr').length ?? 0;
        expect([path, kind, rows - 1]).toEqual([path, kind, count === 'one' ? 1 : Number(count)]);
        expect(await text(`${path}&format=csv`)).not.toContain('within');
      }
    expect(await past()).not.toMatch(/will run over|at this pace|Write to them/);
  });
});

describe('what a sentence names only the first of', () => {
  const names = ['one', 'two', 'three', 'four'];
  const shown = (most: number) => String(AllOf({ names, most, frame: { m: en } }) ?? '');
  it('opens to all of it', () => {
    expect(shown(3)).toContain('<summary>All 4</summary>');
    for (const name of names) expect(shown(3)).toContain(`<li>${name}</li>`);
  });
  it('is not repeated where all are named', () => expect(shown(4)).toBe(''));
});
