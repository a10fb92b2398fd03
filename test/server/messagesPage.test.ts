import { expect, it, onTestFinished } from 'vitest';
import { COUNTED_AT_MOST } from '../../src/app/notify/sent.ts';
import { crossedOn } from '../jobs/crossed.ts';
import { NOW_MS } from '../store/setup.ts';
import { openCompany, PUBLIC_URL } from './roles.ts';
import { ask } from './setup.ts';

/** The list of all messages, where there are more than anybody reads. */

it('counts so many and no more, says so in both languages, and reads on before a day', async () => {
  const { store, url, lease, cookies, close } = await openCompany();
  onTestFinished(() => close());
  const page = async (query: string, language = 'en') => {
    const { text } = await ask(url, `/messages${query}`, {
      headers: { host: new URL(PUBLIC_URL).host, cookie: cookies.admin, 'accept-language': language },
    });
    return text;
  };
  const clock = { now: () => NOW_MS };
  const many = Array.from({ length: COUNTED_AT_MOST + 1 }, (_, at) => ({
    ...{ channel: 'email', target: `reader${at}@example.com` },
  }));
  await crossedOn({ store, clock }, 'first@example.com', 80, many, lease);
  expect(await store.messages.count({}, 2)).toBe(2);
  const pages = COUNTED_AT_MOST / 50;
  const newest = await page('');
  expect(newest).toContain(`Page 1 of ${pages}`);
  expect(newest).toContain('More than 10,000 messages fit');
  expect(await page('', 'ja')).toContain('10,000件を超え');
  expect(await page(`?page=${pages + 1}`)).toContain(`Page ${pages} of ${pages}`);
  const some = await page('?to=reader7%40example.com');
  expect(some).not.toContain('More than 10,000');
  expect(some).toContain('reader7@example.com');
});
