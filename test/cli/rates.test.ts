import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf } from '../../src/core/periods.ts';
import { openCollected } from '../journeys/collected.ts';
import { run } from './setup.ts';

/** A rate of the operator's own, from the command line to the estimate. */

const SONNET = 'anthropic.claude-sonnet-4-6';
let world: Awaited<ReturnType<typeof openCollected>>;
beforeAll(async () => {
  world = await openCollected();
});
afterAll(() => world.close());

const cli = (...args: string[]) => run(['rates', ...args, '--db', world.file], {}, { clock: world.clock });
/** What a command prints; rejects with what it complains of. */
async function rates(...args: string[]): Promise<string> {
  const { code, out, err } = await cli(...args);
  if (code !== 0) throw new Error(err);
  return out;
}
const listed = async () =>
  (
    JSON.parse(await rates('list', '--model', SONNET, '--json')) as {
      rates: { kind: string; route: string; source: string; perMillion: string }[];
    }
  ).rates.filter(({ kind, source }) => kind === 'input' && source === 'override');

/** What a million input tokens of the model were valued at today, in 10⁻¹⁰ USD, over all callers. */
async function valuedAt(): Promise<bigint> {
  const today = dayOf(world.clock.now());
  const range = { start: today, endExclusive: '9999-12-31' };
  const answer = await world.store.spend.query({
    range,
    groupBy: ['model'],
    basis: 'estimated',
    filter: { model: [SONNET], tokenKind: ['input'] },
    scope: 'all',
    unowned: 'among',
  });
  const [row] = answer.rows;
  return row === undefined ? 0n : (row.estimated * 1_000_000n) / row.tokens;
}

it('goes before the bill and the list from its first day on, until it is taken away', async () => {
  const today = dayOf(world.clock.now());
  const before = await valuedAt();
  expect(before).toBeGreaterThan(0n);

  expect(
    await rates('set', 'sonnet-4-6', 'input', '42.5', '--from', today, '--reason', 'contract'),
  ).toContain('$42.5 per 1,000,000 tokens');
  expect(await listed()).toMatchObject([
    { route: 'regional', perMillion: '42.5' },
    { route: 'global', perMillion: '42.5' },
  ]);
  await world.sync(['spend']);
  expect(await valuedAt()).toBe(425_000_000_000n);

  await rates('remove', SONNET, 'input', '--from', today);
  await world.sync(['spend']);
  expect(await valuedAt()).toBe(before);
  const audit = await world.store.audit.list({ limit: 10 });
  expect(audit.filter(({ action }) => action.startsWith('rate.'))).toHaveLength(4);
});

it('is removed without its day where it is the only one, and asks which where there are several', async () => {
  await rates('set', SONNET, 'input', '42.5', '--from', '2026-11-02');
  await rates('set', SONNET, 'output', '9', '--from', '2026-11-03', '--region', 'us-east-1');
  expect(await rates('remove', SONNET, 'output')).toContain('(regional and global) from 2026-11-03');
  await rates('set', SONNET, 'input', '43', '--from', '2026-11-09');
  await rates('set', SONNET, 'input', '44', '--from', '2026-11-09', '--region', 'us-east-1');
  await expect(rates('remove', SONNET, 'input')).rejects.toThrow(
    'name one: --from 2026-11-02, or --from 2026-11-09, or --from 2026-11-09 --region us-east-1',
  );
  await expect(rates('remove', SONNET, 'cacheRead')).rejects.toThrow(
    `no rate was set for ${SONNET} cacheRead. Set by hand are: `,
  );
  await rates('remove', SONNET, 'input', '--from', '2026-11-02');
  await rates('remove', SONNET, 'input', '--region', 'us-east-1');
  expect(await rates('remove', SONNET, 'input')).toContain('from 2026-11-09');
});

it.each([
  [['set', 'sonnet', 'input', '3'], /part of more than one model/],
  [['set', 'no-such-model', 'input', '3'], /no model that is known: /],
  [['set', SONNET, 'input', '1e3'], /price: "1e3"/],
  [['set', SONNET, 'tokens', '3'], /Allowed choices are input, output/],
  [['set', SONNET, 'input', '3', '--cache-ttl', '1h'], /--cache-ttl goes with cacheWrite only/],
  [['set', SONNET, 'input', '3', '--from', '2026-02-30'], /--from: .*2026-02-30/],
  [['set', SONNET, 'input', '3', '--from', '2026-11-02', '--to', '2026-11-02'], /--to must be after --from/],
  [['set', SONNET, 'input', '3', '--region', 'tokyo'], /AWS Region/],
  [['remove', SONNET, 'input', '--from', '2026-11-02'], /no rate was set by hand/],
])('refuses %j in words', async (args, words) => {
  await expect(rates(...args)).rejects.toThrow(words);
});

it('changes nothing where it refuses', async () => {
  expect((await world.store.rates.all()).filter(({ source }) => source === 'override')).toEqual([]);
});
