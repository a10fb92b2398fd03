import { expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../../src/config.ts';
import type { Money, Rate } from '../../src/core/types.ts';
import { tenths } from '../../src/ui/format.ts';
import { en } from '../../src/ui/messages/en.ts';
import { LOCALES, messagesOf } from '../../src/ui/messages/index.ts';
import { PLACE } from '../store/setup.ts';
import { VENDING } from '../vendingSettings.ts';
import { ask, escaped, openServer } from './setup.ts';

/** What the form of a profile says of prices. */

const MODEL = 'anthropic.claude-sonnet-4-6';

async function formWith(rates: readonly Rate[], geographies: string[] | null = null, query = '') {
  const server = await openServer([], {
    settings: {
      ...readConfig({}),
      policies: { ...readConfig({}).policies, geographies },
      vending: VENDING,
      accounts: [{ accountId: PLACE.accountId, roleArn: null, externalId: null }],
      regions: [PLACE.region],
    },
    actions: {
      trigger: null,
      createProfile: () => Promise.reject(new Error('not asked')),
      deleteProfile: null,
    },
  });
  onTestFinished(() => server.close());
  const { store, lease, url } = server;
  await store.profiles.replaceCatalogue(
    lease,
    PLACE.region,
    ['us', 'global'].map((geography) => ({
      region: PLACE.region,
      type: 'systemProfile',
      id: `${geography}.${MODEL}`,
      modelKey: MODEL,
      name: geography,
      provider: 'Anthropic',
      modelArns: [`arn:aws:bedrock:${PLACE.region}::foundation-model/${MODEL}`],
    })),
  );
  for (const source of ['list', 'learned'] as const)
    await store.rates.replace(
      lease,
      source,
      rates.filter((one) => one.source === source),
    );
  return async (lang: string) => (await ask(url, `/profiles/new?lang=${lang}${query}`)).text;
}

const rate = (source: Rate['source'], route: Rate['route'], kind: Rate['kind'], dollars: number): Rate => ({
  modelKey: MODEL,
  kind,
  route,
  tier: 'standard',
  cacheTtl: null,
  longContext: false,
  region: null,
  source,
  validFrom: '2026-01-01',
  validTo: null,
  perMillion: BigInt(dollars * 1e10) as Money,
});
const TENTH = { en: `+${tenths(100n, 'en').replace('.0', '')}`, ja: '+10%' };
const LISTED = [rate('list', 'regional', 'input', 3.3), rate('list', 'global', 'input', 3)];

it('a difference between list prices is told from what is paid, with where each price is from', async () => {
  const form = await formWith([
    ...LISTED,
    rate('list', 'regional', 'output', 16.5),
    rate('learned', 'regional', 'input', 2.5),
  ]);
  for (const locale of LOCALES) {
    const page = await form(locale);
    const { vending } = messagesOf(locale);
    const whole = [vending.priceFrom(['learned', 'list']), vending.overGlobal(TENTH[locale], true)];
    expect(page).toContain(escaped(whole.join(' · ')));
    expect(page).toContain(escaped(vending.priceFrom(['list'])));
  }
});

it('prices of one source say no more than the difference', async () => {
  const page = await (await formWith(LISTED))('en');
  expect(page).toContain(`>${en.vending.overGlobal(TENTH.en, false)}`);
  expect(page).not.toContain(escaped(en.vending.priceFrom(['list'])));
});

it.each(LOCALES)(
  'in %s the global route says that policies refuse it, and is not chosen before',
  async (locale) => {
    const { notCallable } = messagesOf(locale).vending;
    const chosen = new RegExp(`value="global.${MODEL}" checked`);
    const query = `&source=global.${MODEL}`;
    const unsaid = await (await formWith(LISTED, null, query))(locale);
    expect([unsaid.split(escaped(notCallable)).length - 1, chosen.test(unsaid)]).toEqual([1, false]);
    const named = await (await formWith(LISTED, ['us', 'global'], query))(locale);
    expect([named.includes(escaped(notCallable)), chosen.test(named)]).toEqual([false, true]);
  },
);
