import { tellOfLeavers } from '../app/people/left.ts';
import type { Aws, DirectoryListing, DirectoryPerson } from '../aws/types.ts';
import { LedgerError } from '../core/errors.ts';
import type { PersonFacts } from '../core/people.ts';
import type { SliceError } from '../core/runs.ts';
import type { Settings } from '../core/settings.ts';
import { type Job, nowOf } from './job.ts';

/** Users without an e-mail address of their own that a run names one by one. */
const LISTED = 20;

class DirectoryEmpty extends LedgerError {
  override name = 'DirectoryEmpty';
  constructor(message: string) {
    super('outside', message);
  }
}

/**
 * What IAM Identity Center says of everybody, and whom it cannot say it of.
 * @throws DirectoryEmpty in words when it names nobody: that is taken for a fault, not for a company without people
 */
export async function readDirectory(
  { directory }: Pick<Aws, 'directory'>,
  where: NonNullable<Settings['directory']>,
): Promise<{ people: PersonFacts[]; skipped: DirectoryListing['skipped'] }> {
  const { people, skipped } = await directory.list(where);
  if (people.length === 0)
    throw new DirectoryEmpty(
      `The directory ${where.identityStoreId} in ${where.region} named nobody with an e-mail address, so nobody was taken for gone. Check directory.identityStoreId and directory.region.`,
    );
  return { people: people.map(factsOf), skipped };
}

/**
 * Reads the directory of IAM Identity Center in bulk. It names everybody it knows: whoever it named before and does not
 * name now has left; when those are too many at once the whole reading is refused, unless forced.
 */
export const peopleJob: Job = {
  name: 'people',
  async run(context) {
    const { aws, store, lease, progress, settings } = context;
    if (settings.directory === null)
      throw new LedgerError(
        'switchedOff',
        'IAM Identity Center is not read: set directory.identityStoreId and directory.region in the settings.',
      );
    progress.start('people', 1);
    const now = nowOf(context);
    const { people, skipped } = await readDirectory(aws, settings.directory);
    const learned = await store.writing(async (inside) => {
      const all = await inside.people.learn('identityCenter', people, {
        complete: true,
        force: context.force === true,
        lease,
        actor: { id: 'job:people', via: 'job' },
        now,
      });
      await tellOfLeavers({ store: inside, settings, now: Date.parse(now) }, all);
      return all;
    });
    progress.done(`${people.length} people, ${learned.left} left`);
    // A group that is counted on and is not there is a fault of the settings; a user without an address is not.
    const wanted = new Set(settings.directory.groups);
    const named = skipped.map(({ id, reason }) => ({ slice: id, error: reason }));
    return {
      rows: people.length,
      errors: named.filter(({ slice }) => wanted.has(slice)),
      notes: atMost([
        ...named.filter(({ slice }) => !wanted.has(slice)),
        ...learned.addresses.refused.map(({ alias, email, other }) => ({
          slice: alias,
          error: `It is another address of ${email} there, and cannot be one here: ${other === '' ? 'it is none, or one too many' : `it is that of ${other}`}.`,
        })),
      ]),
    };
  },
};

/** What the directory says. Where it names no manager it says nothing: another source may know one. */
const factsOf = ({
  email,
  name,
  costCenter,
  manager,
  active,
  groups,
  userId = null,
  aliases = [],
}: DirectoryPerson): PersonFacts => ({
  email,
  name,
  costCenter,
  manager,
  active,
  groups,
  sourceId: userId,
  aliases,
});

const atMost = (notes: SliceError[]): SliceError[] =>
  notes.length <= LISTED
    ? notes
    : [
        ...notes.slice(0, LISTED),
        { slice: `${notes.length - LISTED} more users`, error: 'They cannot be taken in either.' },
      ];
