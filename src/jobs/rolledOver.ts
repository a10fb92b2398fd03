import { oweLetters } from '../app/notify/letters.ts';
import type { Draft, LetterData } from '../core/letters.ts';
import { modelNames } from '../core/modelNames.ts';
import { tagsOf } from '../core/provisioning/existing.ts';
import type { Outcome, Step } from '../core/provisioning/plans.ts';
import type { CatalogueEntry } from '../core/types.ts';
import { settingsFor } from '../core/vending/clientSettings/index.ts';
import type { Client } from '../core/vending/clientSettings/types.ts';
import type { JobContext } from './job.ts';

/** Whoever was given the successor of a model is told of it, in the transaction that notes that it is made. */

type Told = Pick<JobContext, 'clock' | 'settings'> & { catalogue: readonly CatalogueEntry[] };

/** Owes the letter of a step; nothing where the step gives no successor, or it is nobody's alone. */
export async function tellOfSuccessor(
  store: JobContext['store'],
  { clock, settings, catalogue }: Told,
  { deed }: Step,
  outcome: Outcome,
): Promise<void> {
  if (!('replaces' in deed) || deed.replaces === undefined || outcome.state !== 'done') return;
  const { tagKeys } = settings;
  const profile = await store.profiles.get(outcome.result ?? '');
  const userEmail = profile === null ? '' : (tagsOf(profile)[tagKeys.user] ?? '');
  if (profile === null || userEmail === '' || profile.goneAt !== null) return;
  const held = await store.profiles.list({ scope: 'all', tagKeys, user: userEmail }, null);
  const nameOf = modelNames(catalogue);
  const own = held.filter((one) => one.goneAt === null && tagsOf(one)[tagKeys.user] === userEmail);
  const model = nameOf(profile.modelKey);
  const texts = settingsFor({ profile, modelName: model, own, catalogue });
  const textOf = (client: Client) => texts.find((one) => one.client === client)?.text ?? '';
  const { arn: oldArn, modelKey, stays } = deed.replaces;
  const { arn, region, accountId } = profile;
  const data = {
    model,
    oldModel: nameOf(modelKey),
    region,
    accountId,
    arn,
    oldArn,
    until: stays.until ?? '',
    unusedDays: stays.unusedDays ?? 0,
    environment: textOf('env'),
    claudeCode: textOf('claude-code'),
  };
  const about = `profile:${arn}` as const;
  // Where it was there already, another plan may have told of it: the same is said once.
  const wasThere = outcome.reason !== null || deed.kind === 'tell';
  if (wasThere && isSaid(await store.letters.listAbout(about), data)) return;
  await oweLetters({ store, settings, now: clock.now() }, [
    { kind: 'rolledOver', to: userEmail, about, data },
  ]);
}

const isSaid = (letters: readonly Draft[], data: LetterData['rolledOver']): boolean =>
  letters.some(
    (one) =>
      one.kind === 'rolledOver' &&
      one.data.oldArn === data.oldArn &&
      one.data.until === data.until &&
      one.data.unusedDays === data.unusedDays,
  );
