import { expect, it, onTestFinished } from 'vitest';
import { addDays } from '../../src/core/periods.ts';
import type { Day } from '../../src/core/types.ts';
import { LOCALES, messagesOf } from '../../src/ui/messages/index.ts';
import { spendRow, usd } from '../store/setup.ts';
import { EMAIL, openCompany, PUBLIC_URL } from './roles.ts';
import { ask, escaped } from './setup.ts';

/** A cost center holds a part of what an engineer spent: its page says so, where it and their own tell two ends of a month. */

const DOLLAR = 10_000_000_000n;
const FIRST: Day = '2026-10-01';

async function engineer(costCenterOf: (day: number) => string) {
  const company = await openCompany();
  onTestFinished(() => company.close());
  for (let n = 0; n < 50; n++) {
    const day = addDays(FIRST, n);
    const row = spendRow({
      day,
      userEmail: EMAIL.user,
      costCenter: costCenterOf(n),
      amount: usd(DOLLAR),
      billed: usd(DOLLAR),
    });
    await company.store.spend.replaceDay(company.lease, day, [row], [], day);
  }
  const headers = { host: new URL(PUBLIC_URL).host, cookie: company.cookies.user };
  return async (path: string) => (await ask(company.url, path, { headers })).text;
}

it('is said in all languages, with the way to all of it', async () => {
  const page = await engineer((n) => (n % 2 === 0 ? 'Mobile' : 'Search'));
  for (const locale of LOCALES) {
    const { scope } = messagesOf(locale);
    const part = await page(`/cost-centers/Mobile?lang=${locale}`);
    expect(part).toContain(escaped(scope.inAll('$19.00')));
    expect(part).toContain(escaped(scope.partForecast));
    expect(part).toMatch(new RegExp(`<a href="/me[^"]*">${scope.ownPage}`));
    const past = await page(`/cost-centers/Mobile?lang=${locale}&month=2026-10`);
    expect(past).toContain(escaped(scope.inAll('$31.00')));
    expect(past).not.toContain(escaped(scope.partForecast));
  }
});

it('is not said where it is all they spent', async () => {
  const page = await engineer(() => 'Mobile');
  expect(await page('/cost-centers/Mobile?lang=en')).not.toContain(messagesOf('en').scope.ownPage);
});
