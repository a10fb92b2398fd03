import { expect, it, onTestFinished } from 'vitest';
import type { HeldBack } from '../../src/core/quarantine.ts';
import type { JobName } from '../../src/core/runs.ts';
import { openStore } from '../../src/store/open.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { leaseOf, NOW, NOW_MS, spendRow } from '../store/setup.ts';
import { ask, escaped, serveLedger } from './setup.ts';

/** What pages and the API say of answers that are held back, and the button that has them believed. */

const held = (more: Partial<HeldBack>): HeldBack => ({
  source: 'charges',
  name: 'usage',
  day: '2026-11-03',
  unit: 'usd',
  before: 12_345_600_000_000n,
  after: 0n,
  firstAt: NOW,
  lastAt: NOW,
  acceptedAt: null,
  ...more,
});

async function ledger() {
  const store = await openStore(':memory:', { now: NOW_MS });
  const lease = await leaseOf(store);
  const slices = [
    held({}),
    held({ day: '2026-11-04' }),
    held({
      source: 'profiles',
      name: '111122223333/us-east-1',
      day: '',
      unit: 'entries',
      before: 40n,
      after: 3n,
    }),
  ];
  await store.quarantine.hold(lease, slices, null, [], NOW);
  const row = spendRow({ day: '2026-11-03' });
  await store.spend.replaceDay(lease, row.day, [row], [], 'some');
  const started: JobName[] = [];
  const actions = {
    trigger: (jobs: readonly JobName[]) => void started.push(...jobs),
    createProfile: null,
    deleteProfile: null,
  };
  const server = await serveLedger({ store, actions });
  onTestFinished(async () => {
    await server.close();
    store.close();
  });
  const page = async (path: string) => (await ask(server.url, path)).text;
  const press = (source: string, name: string) =>
    ask(server.url, '/jobs/held-back', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
      body: new URLSearchParams({ source, name }).toString(),
    });
  return { store, page, press, started };
}

it('days of the bill together, lists by their entries, in both languages and as findings', async () => {
  const { page } = await ledger();
  const shown = await page('/jobs');
  for (const words of [
    en.heldBack.intro,
    '$2,469.12',
    'Bill · lines of usage',
    en.heldBack.entries('40'),
    en.heldBack.believe,
  ])
    expect(shown).toContain(escaped(words));
  const japanese = await page('/jobs?lang=ja');
  for (const words of [ja.heldBack.title, ja.heldBack.parts.usage ?? '', ja.heldBack.believe])
    expect(japanese).toContain(escaped(words));
  const { heldBack } = JSON.parse(await page('/api/v1/jobs'));
  expect(heldBack).toMatchObject([
    { source: 'charges', name: 'usage', days: ['2026-11-03', '2026-11-04'], before: '2469.12', after: '0' },
    { source: 'profiles', unit: 'entries', days: [], before: '40', after: '3' },
  ]);
  const { findings } = JSON.parse(
    await page('/api/v1/reconciliation?start=2026-11-01&endExclusive=2026-12-01'),
  );
  expect(findings.filter(({ kind }: { kind: string }) => kind === 'heldBack')).toHaveLength(3);
  for (const path of ['/reconciliation?month=2026-11', '/?month=2026-11'])
    expect(await page(path)).toContain(escaped(en.findings.words.heldBack));
});

it('the button has the next answer believed, starts the job, and is audited', async () => {
  const { store, page, press, started } = await ledger();
  const pressed = await press('charges', 'usage');
  expect([pressed.status, pressed.headers.location]).toEqual([303, '/jobs?done=believed']);
  expect(started).toContain('charges');
  expect((await store.quarantine.all()).map(({ acceptedAt }) => acceptedAt !== null)).toEqual([
    true,
    true,
    false,
  ]);
  expect(await page('/jobs')).toContain(en.heldBack.waits);
  const [entry] = await store.audit.list({ action: 'quarantine.accept', limit: 9 });
  expect(entry).toMatchObject({ subject: 'charges:usage', after: { slices: 2 } });
  for (const [source, name] of [
    ['charges', 'owner'],
    ['nothing', 'usage'],
  ] as const)
    expect((await press(source, name)).headers.location).toBe('/jobs?done=notHeldBack');
});

it('nothing is shown where nothing is held back', async () => {
  const { store, page } = await ledger();
  const lease = await leaseOf(store, 'another', 60);
  await store.quarantine.release(lease, await store.quarantine.all());
  expect(await page('/jobs')).not.toContain(en.heldBack.title);
  expect(JSON.parse(await page('/api/v1/jobs')).heldBack).toEqual([]);
});
