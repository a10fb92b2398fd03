import { mendingOf, readHygiene, readToMend, type ToMend } from '../app/profiles/hygiene.ts';
import { moveOf } from '../app/profiles/move.ts';
import { sayingOf } from '../app/profiles/say.ts';
import type { LedgerContext } from '../context.ts';
import { isError } from '../core/errors.ts';
import { HYGIENE_KINDS, type HygieneFinding, type HygieneKind } from '../core/hygiene/types.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import type { Proposal } from '../core/provisioning/types.ts';
import { mendWords } from '../ui/mendWords.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { asOptions } from './faults.ts';
import { printJson, say, UserError } from './output.ts';
import { apply } from './plans.ts';
import { propose } from './proposing.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, recordDeed, withLedger, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger profiles hygiene`, `adopt` and `move`: what profiles want, and the plan that mends it. */

const m = en;

interface MendOptions extends LedgerOptions {
  yes?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

export async function hygiene(
  options: LookingOptions & MendOptions & { kind?: HygieneKind; mend?: string },
): Promise<void> {
  if (options.mend !== undefined) {
    await mend(options, toMend(options.mend, options.kind));
    return;
  }
  await looking(options, async (context) => {
    const { findings, wanting, profiles, counts } = await readHygiene(
      askingOf(context),
      options.kind ?? null,
    );
    if (options.json) {
      await recordDeed(context, 'export', 'profiles hygiene', { format: 'json', rows: findings.length });
      printJson({ profiles, wanting, counts, findings: findings.map(asJson) });
      return;
    }
    say(m.hygiene.verdict(wanting, profiles));
    for (const kind of HYGIENE_KINDS)
      printKind(
        kind,
        findings.filter((one) => one.kind === kind),
      );
    if (findings.length > 0)
      say('\nMend one, or a whole kind: bedrock-ledger profiles hygiene --mend KIND|ARN');
  });
}

function printKind(kind: HygieneKind, findings: readonly HygieneFinding[]): void {
  if (findings.length === 0) return;
  say(`\n${m.hygiene.kinds[kind]} (${kind}): ${findings.length}. ${m.hygiene.about[kind]}`);
  printTable(
    ['profile', 'owner', 'what is wrong', 'what mends it', 'ARN or place'],
    findings.map((one) => [
      one.profile?.name ?? '–',
      one.user || '–',
      m.hygiene.why[kind](one.detail),
      mendWords(one.mend, { m }),
      one.about,
    ]),
  );
}

const asJson = ({ kind, about, user, costCenter, place, detail, mend: { way, steps } }: HygieneFinding) => ({
  kind,
  about,
  user,
  costCenter,
  accountId: place.accountId,
  region: place.region,
  detail,
  mend: { way, steps },
});

/** A kind, else what one of the findings is about. */
function toMend(said: string, kind: HygieneKind | undefined): ToMend {
  if (HYGIENE_KINDS.some((one) => one === said)) return readToMend({ kind: said });
  if (!ABOUT.test(said))
    throw new UserError(
      `--mend: "${said}" is no kind (${HYGIENE_KINDS.join(', ')}), no ARN of a profile and no place such as 222233334444/us-east-1.${didYouMean(nearest(said, HYGIENE_KINDS))}`,
      'badRequest',
    );
  return readToMend({ about: said, ...(kind === undefined ? {} : { kind }) });
}
const ABOUT = /^(?:arn:|\d{12}\/)/;

const titleOf = (kind: HygieneKind | null, count: number): string =>
  m.hygiene.planTitle(kind === null ? m.hygiene.oneProfile : m.hygiene.kinds[kind], count);

/** Of all of a kind there may be nothing to do, which is well; of one that was named it is a slip, or mended already. */
const mend = (options: MendOptions, what: ToMend): Promise<void> =>
  proposed(options, (context) =>
    mendingOf(askingOf(context), what, titleOf).catch((error: unknown) => {
      if (!isError(error, 'notFound')) throw error;
      if (what.about === null) return nothing(titleOf(what.kind, 0));
      throw new UserError(
        `${what.about} wants nothing, or is not known here. See what does: bedrock-ledger profiles hygiene`,
        'notFound',
      );
    }),
  );
const nothing = (title: string): Proposal => ({
  purpose: 'hygiene',
  title,
  steps: [],
  unchanged: 0,
  refused: [],
});

interface AdoptOptions extends MendOptions {
  all?: boolean;
  user?: string;
  costCenter?: string;
  unknown?: boolean;
}

export async function adopt(arn: string | undefined, options: AdoptOptions): Promise<void> {
  if ((arn === undefined) !== (options.all === true))
    throw new UserError('name the profile by its ARN, or all of them with --all', 'badRequest');
  const { user = '', costCenter = '' } = options;
  if (user === '' && costCenter === '') return mend(options, { kind: 'notAdopted', about: arn ?? null });
  if (arn === undefined)
    throw new UserError('--user and --cost-center are of one profile: name it by its ARN', 'badRequest');
  const typed = {
    userEmail: user,
    costCenter,
    ...(options.unknown ? { 'unknown.userEmail': user, 'unknown.costCenter': costCenter } : {}),
  };
  const shortId = arn.slice(arn.lastIndexOf('/') + 1);
  await proposed(options, (context) =>
    sayingOf(askingOf(context), shortId, typed, m.hygiene.sayTitle).catch(asOptions(OPTIONS)),
  );
}

export const move = (
  email: string,
  options: MendOptions & { toAddress?: string; costCenter?: string; unknown?: boolean },
): Promise<void> =>
  proposed(options, (context) => {
    const { toAddress = '', costCenter = '' } = options;
    const typed = { toAddress, costCenter, ...(options.unknown ? { 'unknown.costCenter': costCenter } : {}) };
    return moveOf(askingOf(context), email, typed, m.hygiene.movePlanTitle).catch(asOptions(OPTIONS));
  });

const OPTIONS = { userEmail: '--user', costCenter: '--cost-center', toAddress: '--to-address' };

/** Prints the plan; kept unless it is rehearsed, and applied where somebody said yes to it. */
async function proposed(
  options: MendOptions,
  proposalIn: (context: LedgerContext) => Promise<Proposal>,
): Promise<void> {
  const open = options.dryRun ? withLedgerToRead : withLedger;
  const id = await open(options, async (context) =>
    // `--all` of "adopt" is all profiles, not all rows.
    propose(context, await proposalIn(context), { ...options, all: false }),
  );
  if (id !== null && options.yes) await apply(id, options);
}
