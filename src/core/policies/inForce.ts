import { BEARER, INVOKE, MAKE_KEY, OTHER_SPENDING } from './actions.ts';
import { globOf, matchesGlob } from './arns.ts';
import { judgeCallBy } from './calls.ts';
import { judgeOf } from './explain.ts';
import { HOLES, type Hole, WIDER } from './holes.ts';
import { PROBES, type ProbeFacts } from './probes.ts';
import { listOf } from './statements.ts';
import type { PoliciesInForce, PolicyDocument, Verdict } from './types.ts';

/** What policies leave open, or keep from being possible: each hole once, however many calls go through it. */

export interface OpenHole {
  hole: Hole;
  /** `open`: allowed and should not be; `impossible`: needed and denied; `unknown`: cannot be judged here. */
  state: 'open' | 'impossible' | 'unknown';
  /** Ids of the calls that show it; for `otherSpending` the actions. */
  probes: readonly string[];
  /** Statements that let them pass, deny them, or cannot be judged; none where nothing allows. */
  by: readonly { policy: string; statement: string }[];
  /** What could not be judged. */
  elements: readonly string[];
}

/** Holds policies against what ours promise. The re-tag hole comes first; a hole that a wider one opens is not told. */
export function openIn(policies: PoliciesInForce, facts: ProbeFacts): OpenHole[] {
  const found = probed(policies, facts);
  return HOLES.flatMap((hole) =>
    (['open', 'impossible', 'unknown'] as const).flatMap((state) => {
      const shown = found.get(`${hole} ${state}`);
      // What is certainly open needs no word on what may be.
      if (shown === undefined || (state === 'unknown' && found.has(`${hole} open`))) return [];
      if ((WIDER[hole] ?? []).some((wider) => found.has(`${wider} ${state}`) || found.has(`${wider} open`)))
        return [];
      return [holeOf(hole, state, shown)];
    }),
  );
}

/** So many are nearly all there are. */
const NEARLY_ALL = 15;
/**
 * How many that one statement opens are told in one line: of what somebody hands in each is told, of whole lists of roles
 * those of one statement together.
 */
export const FOLD = {
  pasted: Number.POSITIVE_INFINITY,
  permissionSet: NEARLY_ALL,
  role: 6,
  user: 6,
} as const;

export const isNearlyAll = (open: readonly OpenHole[]): boolean => open.length >= NEARLY_ALL;

/** One of the holes that are open, where one and the same statements open all of them. */
export function allByOne(open: readonly OpenHole[], fold: number): OpenHole | null {
  const [first] = open;
  if (first === undefined || open.length < fold) return null;
  return new Set(open.map(({ by }) => JSON.stringify(by))).size === 1 ? first : null;
}

/** What is not as expected, by hole and state. */
function probed(policies: PoliciesInForce, facts: ProbeFacts): Map<string, Shown[]> {
  const judge = judgeOf(policies);
  const found = new Map<string, Shown[]>();
  for (const { id, hole, expects, call } of PROBES) {
    const asked = call(facts);
    if (asked === null) continue;
    const { decision, verdicts } = judgeCallBy(judge, asked);
    if (decision === expects) continue;
    const state = decision === 'unknown' ? 'unknown' : expects === 'denied' ? 'open' : 'impossible';
    const key = `${hole} ${state}`;
    found.set(key, [...(found.get(key) ?? []), { id, verdicts }]);
  }
  return found;
}

interface Shown {
  id: string;
  verdicts: readonly Verdict[];
}

function holeOf(hole: Hole, state: OpenHole['state'], shown: readonly Shown[]): OpenHole {
  const wanted = state === 'open' ? 'allowed' : state === 'impossible' ? 'denied' : 'unknown';
  const deciding = shown.flatMap(({ verdicts }) => verdicts.filter(({ decision }) => decision === wanted));
  return {
    hole,
    state,
    probes: [...new Set(shown.map(({ id }) => id.replace(/\.stream$|\.untaggedYet$/, '')))],
    by: distinct(deciding.flatMap(({ by }) => by ?? [])),
    elements: [...new Set(deciding.flatMap(({ why }) => (why.kind === 'cannotJudge' ? why.elements : [])))],
  };
}

function distinct(statements: readonly { policy: string; statement: string }[]) {
  return [...new Map(statements.map((one) => [`${one.policy}\n${one.statement}`, one])).values()];
}

/** Actions that would be enough to spend, or to make a key for it. */
const SPENDING = [...INVOKE, ...OTHER_SPENDING, BEARER, MAKE_KEY, 'bedrock-mantle:CreateInference'];
const CHANGING = ['Create', 'Tag', 'Untag', 'Delete'].map((verb) =>
  verb.endsWith('ag') ? `bedrock:${verb}Resource` : `bedrock:${verb}InferenceProfile`,
);

/** Whether a policy may allow anything of Bedrock: it alone makes somebody worth a look. */
export const reachesBedrock = ({ Statement }: PolicyDocument): boolean =>
  Statement.some(({ Effect, Action, NotAction }) => {
    if (Effect !== 'Allow') return false;
    const named = listOf(NotAction ?? Action ?? []).map((pattern) => globOf(pattern.toLowerCase()));
    return [...SPENDING, ...CHANGING].some(
      (action) =>
        named.some((pattern) => matchesGlob(pattern, action.toLowerCase())) === (NotAction === undefined),
    );
  });

/** Whether a policy may let models be called. */
export const callsModels = (policies: PoliciesInForce, facts: ProbeFacts): boolean => {
  const judge = judgeOf(policies);
  return PROBES.filter(({ hole }) => CALLING.has(hole)).some(({ call }) => {
    const asked = call(facts);
    return asked !== null && judgeCallBy(judge, asked).decision !== 'denied';
  });
};
const CALLING: ReadonlySet<Hole> = new Set([
  'ownProfile',
  'invokeOthers',
  'untagged',
  'otherAccount',
  'directModel',
  'systemProfile',
  'otherModels',
  'globalRoute',
]);
