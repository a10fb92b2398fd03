import { MANAGED_BY, OURS } from '../../core/policies/choices.ts';
import { type Bench, PREFIX } from './proofBench.ts';

/** Older ones were left by a run that was killed. */
const LEFT_MS = 3_600_000;

/**
 * Deletes what was made, by whoever may, and what earlier runs left; never throws.
 * @returns the ARNs that are still there
 */
export async function cleanUp(bench: Bench): Promise<string[]> {
  const { plan, service, person, stamp, run } = bench;
  const listed = await service.bedrock.listApplicationProfiles(plan).catch(() => []);
  const ours = listed.filter(
    ({ name, createdAt }) =>
      name.startsWith(`${PREFIX}${stamp}-`) ||
      (name.startsWith(PREFIX) && run.now() - Date.parse(createdAt) > LEFT_MS),
  );
  const ways: readonly ((arn: string) => Promise<unknown>)[] = [
    (arn) => service.bedrock.deleteProfile(plan, arn),
    (arn) => person.bedrock.deleteProfile(plan, arn),
    // The service deletes only what carries its mark.
    async (arn) => {
      await service.bedrock.tagProfile(plan, arn, { [MANAGED_BY]: OURS });
      await service.bedrock.deleteProfile(plan, arn);
    },
  ];
  const left: string[] = [];
  for (const arn of new Set([...bench.made.map((made) => made.arn), ...ours.map((one) => one.arn)]))
    if (!(await byAnyOf(ways, arn))) left.push(arn);
  return left;
}

async function byAnyOf(ways: readonly ((arn: string) => Promise<unknown>)[], arn: string): Promise<boolean> {
  for (const way of ways) {
    const isDone = await way(arn).then(
      () => true,
      () => false,
    );
    if (isDone) return true;
  }
  return false;
}
