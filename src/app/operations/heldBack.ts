import { Invalid } from '../../core/errors.ts';
import { type HeldBackSum, heldBackSums, QUARANTINED, type Quarantined } from '../../core/quarantine.ts';
import type { JobName } from '../../core/runs.ts';
import type { DayRange, Finding } from '../../core/types.ts';
import { type Asking, inOneReading, inOneWriting, mustBeAllowed, mustChangeAny, nowOf } from '../asking.ts';
import type { Typed } from '../typed.ts';

/** What AWS said and is not believed yet. */

/** Days of a part of the bill together. @throws Forbidden */
export const readHeldBack = (asking: Asking): Promise<HeldBackSum[]> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'jobs' });
    return heldBackSums(await inside.store.quarantine.all());
  });

/** What does not add up on some days, what is held back of them first. For whoever may see the bill. */
export const findingsIn = async ({ store }: Pick<Asking, 'store'>, range: DayRange): Promise<Finding[]> => [
  ...(await heldBackFindings({ store }, range)),
  ...(await store.spend.findings({ range })),
];

/** What is held back as findings: slices of days within, and those of no day. */
async function heldBackFindings({ store }: Pick<Asking, 'store'>, range: DayRange): Promise<Finding[]> {
  const isWithin = (day: string) => day === '' || (day >= range.start && day < range.endExclusive);
  return (await store.quarantine.all())
    .filter(({ day }) => isWithin(day))
    .map(({ source, name, day, before, after }) => ({
      kind: 'heldBack',
      key: `${source} ${name}`,
      severity: 'error',
      day: day === '' ? null : day,
      // Claims are of the same money as the lines: each dollar is named once.
      amount: isOfLines(source, name) ? ((before - after) as Finding['amount']) : null,
      detail: { source, name },
    }));
}

const isOfLines = (source: Quarantined, name: string): boolean =>
  source === 'charges' && name.split(' ')[0] === 'usage';

/** Which job asks again. */
const JOB_OF: Readonly<Record<Quarantined, JobName>> = {
  charges: 'charges',
  usage: 'usage',
  profiles: 'profiles',
  tags: 'profiles',
  catalogue: 'profiles',
};

/**
 * Has AWS's next answer about something believed, whatever it says, and starts the job that asks for it.
 * @param typed `source`, `name`
 * @param start hands jobs to the schedule; null where there is none here
 * @throws Forbidden; Invalid where nothing of the kind is held back any more
 */
export async function believeAws(
  asking: Asking,
  start: ((job: JobName) => Promise<void>) | null,
  { source = '', name = '' }: Typed,
): Promise<void> {
  mustChangeAny(asking, 'jobs');
  const known = QUARANTINED.find((one) => one === source);
  const accepted =
    known === undefined
      ? 0
      : await inOneWriting(asking, async (inside) => {
          mustBeAllowed(inside, 'change', { kind: 'jobs' });
          return inside.store.quarantine.accept(known, name, inside.actor, nowOf(inside));
        });
  if (known === undefined || accepted === 0)
    throw new Invalid([{ field: 'name', key: 'notHeldBack', value: name }]);
  await start?.(JOB_OF[known]);
}
