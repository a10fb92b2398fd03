import type { Asking } from '../asking.ts';

/** Whether the pages say something yet: for whoever watches the process, whoever that is. */

const SOURCES = ['profiles', 'usage', 'charges'] as const;
export type Unread = (typeof SOURCES)[number] | 'spend';
/** Runs to look back through for one that ended well: two days of the schedule. */
const RUNS = 100;

/** What was never read to the end; the spend counts once it was decided from what was read. */
export const unreadSources = ({ store }: Pick<Asking, 'store'>): Promise<Unread[]> =>
  store.reading(async (inside) => {
    const fresh = await inside.freshness.all();
    const unread = SOURCES.filter(
      (source) => !fresh.some((one) => one.source === source && one.lastSuccessAt !== null),
    );
    const runs = await inside.runs.list({ job: 'spend', limit: RUNS });
    const decided = runs.some((run) => run.status === 'ok' || run.status === 'partial');
    return decided ? unread : [...unread, 'spend'];
  });
