import { expect, it, onTestFinished } from 'vitest';
import type { JobTrouble } from '../../src/core/jobTroubles.ts';
import { openStore } from '../../src/store/open.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { leaseOf, NOW, NOW_MS } from '../store/setup.ts';
import { ask, escaped, serveLedger } from './setup.ts';

/** What the page Jobs says of a job that does not do its work. */

it('names jobs of which operators were told, and no others, until they are well', async () => {
  const store = await openStore(':memory:', { now: NOW_MS });
  const lease = await leaseOf(store);
  const server = await serveLedger({ store });
  onTestFinished(async () => {
    await server.close();
    store.close();
  });
  const keep = (job: JobTrouble['job'], trouble: Omit<JobTrouble, 'job'> | null) =>
    store.jobTroubles.settle(lease, job, trouble && { job, ...trouble }, null, [], NOW);
  const page = async (path: string) => (await ask(server.url, path)).text;
  const words = (m: typeof en, shown: string) => escaped(m.jobs.troubles('|')).split('|')[0] + shown;

  await keep('usage', { since: NOW, failures: 1, toldAt: null });
  expect(await page('/jobs')).not.toContain(words(en, ''));
  await keep('charges', { since: NOW, failures: 3, toldAt: NOW });
  expect(await page('/jobs')).toContain(words(en, `${en.jobs.names.charges} (since `));
  expect(await page('/jobs?lang=ja')).toContain(words(ja as typeof en, `${ja.jobs.names.charges}（`));
  await keep('people', { since: NOW, failures: 3, toldAt: NOW });
  expect(await page('/jobs')).not.toContain(`${en.jobs.names.people} (since `);
  await keep('people', null);
  await keep('charges', null);
  expect(await page('/jobs')).not.toContain(words(en, ''));
});
