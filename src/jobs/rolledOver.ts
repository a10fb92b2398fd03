import { modelMatcher } from '../core/models.ts';
import { tagsOf } from '../core/provisioning/existing.ts';
import type { Outcome, Step } from '../core/provisioning/plans.ts';
import type { CatalogueEntry } from '../core/types.ts';
import { settingsFor } from '../core/vending/clientSettings/index.ts';
import type { Client } from '../core/vending/clientSettings/types.ts';
import { type JobContext, nowOf } from './job.ts';

/** Whoever was given the successor of a model is told of it, in the transaction that notes that it is made. */

type Told = Pick<JobContext, 'clock' | 'settings'> & { catalogue: readonly CatalogueEntry[] };

/** Owes the letter of a step; nothing where the step makes no successor, or it is nobody's alone. */
export async function tellOfSuccessor(
  store: JobContext['store'],
  { clock, settings, catalogue }: Told,
  { deed }: Step,
  { state, result }: Pick<Outcome, 'state'> & { result?: string | null },
): Promise<void> {
  if (deed.kind !== 'create' || deed.replaces === undefined || state !== 'done') return;
  const { userEmail } = deed.wanted;
  const { tagKeys } = settings;
  if (userEmail === '') return;
  const held = await store.profiles.list({ scope: 'all', tagKeys, user: userEmail }, null);
  const profile = held.find(({ arn }) => arn === result);
  if (profile === undefined) return;
  const names = modelMatcher(catalogue);
  const own = held.filter((one) => one.goneAt === null && tagsOf(one)[tagKeys.user] === userEmail);
  const model = names.displayName(profile.modelKey);
  const texts = settingsFor({ profile, modelName: model, own, catalogue });
  const textOf = (client: Client) => texts.find((one) => one.client === client)?.text ?? '';
  const { arn: oldArn, modelKey, stays } = deed.replaces;
  const { arn, region, accountId } = profile;
  const data = {
    model,
    oldModel: names.displayName(modelKey),
    region,
    accountId,
    arn,
    oldArn,
    until: stays.until ?? '',
    unusedDays: stays.unusedDays ?? 0,
    environment: textOf('env'),
    claudeCode: textOf('claude-code'),
  };
  const { notify } = settings;
  await store.letters.owe(
    [{ kind: 'rolledOver', to: userEmail, locale: notify.language, about: `profile:${arn}`, data }],
    notify,
    nowOf({ clock }),
  );
}
