import type { QuotaRequest } from '../provisioning/quota.ts';
import type { PlannedStep, Proposal, Purpose } from '../provisioning/types.ts';
import type { HygieneFinding } from './types.ts';

/** What has to be said of each by itself, in a form: whose it is, for example. */
const SAID: ReadonlySet<string> = new Set(['nameOwner', 'knowOwner', 'sayTags', 'costCenterNoTag']);
export const hasToBeSaid = ({ mend }: Pick<HygieneFinding, 'mend'>): boolean =>
  mend.steps.some(({ deed }) => deed.kind === 'byHand' && SAID.has(deed.what));

/** One plan that mends findings. */

const requestOf = ({ place, detail }: HygieneFinding): QuotaRequest => ({
  ...place,
  quota: detail.known === 'yes' ? Number(detail.quota) : null,
  needed: Number(detail.needed),
});

/** What is found of one profile by several findings is one step: deleted, else all of its tags together. */
export function mendingPlan(purpose: Purpose, title: string, findings: readonly HygieneFinding[]): Proposal {
  const ofProfile = new Map<string, PlannedStep[]>();
  const others: PlannedStep[] = [];
  for (const { mend } of findings)
    for (const step of mend.steps) {
      const { deed } = step;
      if (deed.kind === 'create' || deed.kind === 'byHand') others.push(step);
      else ofProfile.set(deed.arn, [...(ofProfile.get(deed.arn) ?? []), step]);
    }
  const steps = [...once(others), ...[...ofProfile.values()].map(together)];
  const requests = findings.filter(({ kind, mend }) => kind === 'nearQuota' && mend.way === 'byHand');
  return {
    purpose,
    title,
    steps: steps.sort((a, b) => a.phase - b.phase),
    unchanged: 0,
    refused: [],
    requests: requests.map(requestOf),
  };
}

/** Earlier findings are worse, so that what they say of a tag holds. */
function together(steps: PlannedStep[]): PlannedStep {
  const [first] = steps as [PlannedStep];
  const deletion = steps.find(({ deed }) => deed.kind === 'delete');
  if (deletion !== undefined || first.deed.kind !== 'tag') return deletion ?? first;
  let { set, remove, before } = first.deed;
  for (const { deed } of steps.slice(1)) {
    if (deed.kind !== 'tag') continue;
    set = { ...deed.set, ...set };
    remove = [...new Set([...remove, ...deed.remove])];
    before = { ...deed.before, ...before };
  }
  return { ...first, deed: { ...first.deed, set, remove, before } };
}

/** Two findings may want the same one made. */
const once = (steps: readonly PlannedStep[]): PlannedStep[] => [
  ...new Map(steps.map((one) => [JSON.stringify([one.deed, one.phase]), one])).values(),
];
