import { type CallVerdict, judgeCallBy } from './calls.ts';
import { ANYWHERE } from './choices.ts';
import { judgeOf } from './explain.ts';
import { listOf } from './statements.ts';
import type { Call, Conditions, NamedPolicy, PolicyDocument, PolicyStatement, Verdict } from './types.ts';

/**
 * Service control policies that deny Regions, judged for calls through application inference profiles: IAM asks for every
 * destination, and one that is denied can fail the call. The way out lets calls through our profiles pass to the places
 * where they end, and nothing else.
 */

/** An application inference profile that is called, and the models where its calls end. */
export interface CalledProfile {
  arn: string;
  modelArns: readonly string[];
}

/** A destination that service control policies deny. */
export interface DeniedDestination {
  /** A Region, or `unspecified` for the global route. */
  destination: string;
  /** Profiles of which it fails calls. */
  profiles: readonly string[];
  by: { policy: string; statement: string } | null;
  /** Level that allows nothing there, from the root; null where a statement denies. */
  level: number | null;
}

export interface RegionsDenied {
  denied: readonly DeniedDestination[];
  /** What could not be judged. */
  unknown: readonly string[];
  /** The change of each policy that denies; empty where none denies. */
  exemptions: readonly Exemption[];
}

/** How one policy is to look, so that our calls pass. */
export interface Exemption {
  policy: string;
  /** Sid or place of the statement that denies. */
  statement: string;
  /** It, with the exemption in it. */
  changed: PolicyStatement;
  /** To be put beside it: it holds the exempted calls to the places where they end. null: that stands in the policy by then. */
  added: PolicyStatement | null;
  /**
   * Whether the statement exempts `inference-profile/…`, as AWS's samples do: that matches calls of system profiles, not of
   * application profiles, whose own ARN IAM sees.
   */
  sample: boolean;
}

const CALL = 'bedrock:InvokeModel';
const CALLS = 'bedrock:InvokeModel*';
const KEY = 'bedrock:InferenceProfileArn';
const EVERYTHING: NamedPolicy = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
};

/**
 * @param controls a list for each level, the root first
 * @param profiles of accounts that these bind
 */
export function regionsDenied(controls: Levels, profiles: readonly CalledProfile[]): RegionsDenied {
  const first = deniedBy(controls, profiles);
  const exemptions: Exemption[] = [];
  let changed = controls;
  // Each round opens one statement; behind it another one may deny.
  for (let round = 0; round < MOST_STATEMENTS; round += 1) {
    const [exemption] = deniedBy(changed, profiles).denied.flatMap(
      ({ by }) => (by && exemptionOf(changed, by, profiles)) ?? [],
    );
    if (exemption === undefined) break;
    const again = exemptions.some(({ policy }) => policy === exemption.policy);
    exemptions.push(again ? { ...exemption, added: null } : exemption);
    changed = withExemption(changed, exemptions.at(-1) ?? exemption);
  }
  return { ...first, exemptions };
}
const MOST_STATEMENTS = 20;

type Levels = readonly (readonly NamedPolicy[])[];

function deniedBy(controls: Levels, profiles: readonly CalledProfile[]) {
  const judge = judgeOf({ identity: [EVERYTHING], boundary: null, controls });
  const found = new Map<string, DeniedDestination>();
  const unknown = new Set<string>();
  for (const { arn, modelArns } of profiles) {
    const [, partition = '', , region = '', accountId = ''] = arn.split(':');
    const call: Call = {
      action: CALL,
      caller: { arn: `arn:${partition}:iam::${accountId}:role/somebody`, accountId, tags: {} },
      on: { arn, tags: {}, modelArns },
      region,
      tagsWhileCreating: 'present',
    };
    for (const verdict of ofDestinations(judgeCallBy(judge, call))) {
      if (verdict.why.kind === 'cannotJudge') for (const one of verdict.why.elements) unknown.add(one);
      if (verdict.decision !== 'denied') continue;
      const destination = regionOf(verdict);
      const key = `${destination} ${verdict.by?.policy} ${verdict.by?.statement}`;
      const before = found.get(key)?.profiles ?? [];
      const level = verdict.why.kind === 'controls' ? verdict.why.level : null;
      found.set(key, { destination, profiles: [...new Set([...before, arn])], by: verdict.by, level });
    }
  }
  const denied = [...found.values()].sort((a, b) => (a.destination < b.destination ? -1 : 1));
  return { denied, unknown: [...unknown] };
}

/** On the profile itself nothing is about destinations: a guard may well deny it to somebody without its tags. */
const ofDestinations = ({ verdicts }: CallVerdict): readonly Verdict[] => verdicts.slice(1);

const regionOf = ({ request }: Verdict): string => String(request.context['aws:RequestedRegion'] ?? '');

/** null where the statement is exempted already, or denies the global route by its name: that is meant. */
function exemptionOf(
  controls: Levels,
  by: { policy: string; statement: string },
  profiles: readonly CalledProfile[],
): Exemption | null {
  const statement = statementOf(controls, by);
  const ours = [...new Set(profiles.map(({ arn }) => arn.replace(/[^/]*$/, '*')))].sort();
  if (statement === null || isExempt(statement.Condition, ours) || isMeant(statement.Condition)) return null;
  const { Condition = {} } = statement;
  return {
    ...by,
    changed: { ...statement, Condition: withKey(Condition, 'ArnNotLike', KEY, ours) },
    added: {
      Sid: 'KeepProfilesToTheirRegions',
      Effect: 'Deny',
      Action: CALLS,
      Resource: '*',
      Condition: {
        ArnLike: { [KEY]: ours },
        StringNotEquals: { 'aws:RequestedRegion': destinationsOf(profiles) },
      },
    },
    sample: samplesIn(Condition),
  };
}

/** Regions where calls of these profiles end, and `unspecified` where one takes the global route. */
function destinationsOf(profiles: readonly CalledProfile[]): string[] {
  const regions = profiles.flatMap(({ arn, modelArns }) => [
    arn.split(':')[3] ?? '',
    ...modelArns.map((arn) => arn.split(':')[3] || ANYWHERE),
  ]);
  return [...new Set(regions)].sort();
}

/** Values of one operator that denies unless one of them matches: another value is one more exemption. */
function withKey(
  conditions: Conditions,
  operator: string,
  key: string,
  values: readonly string[],
): Conditions {
  const block = conditions[operator] ?? {};
  const same = Object.keys(block).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
  return {
    ...conditions,
    [operator]: { ...block, [same]: [...new Set([...listOf(block[same] ?? []), ...values])] },
  };
}

const isExempt = (conditions: Conditions = {}, ours: readonly string[]): boolean => {
  const exempted = valuesOf(conditions, /^arnnot(like|equals)/i, KEY);
  return ours.every((one) => exempted.includes(one));
};
const isMeant = (conditions: Conditions = {}): boolean =>
  valuesOf(conditions, /^(?!.*not).*$/i, 'aws:RequestedRegion').includes(ANYWHERE);
const samplesIn = (conditions: Conditions): boolean =>
  valuesOf(conditions, /not/i, KEY).some((value) => /:inference-profile\//.test(value));

/** Of one key, under operators of such names. */
const valuesOf = (conditions: Conditions, operators: RegExp, wanted: string): string[] =>
  Object.entries(conditions)
    .filter(([operator]) => operators.test(operator))
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([key]) => key.toLowerCase() === wanted.toLowerCase())
    .flatMap(([, values]) => listOf(values));

function withExemption(controls: Levels, { policy, statement, changed, added }: Exemption): NamedPolicy[][] {
  return controls.map((level) =>
    level.map((one) =>
      one.name === policy ? { ...one, document: exempted(one.document, statement, changed, added) } : one,
    ),
  );
}

function exempted(
  document: PolicyDocument,
  name: string,
  changed: PolicyStatement,
  added: PolicyStatement | null,
): PolicyDocument {
  const at = indexOf(document, name);
  if (at < 0) return document;
  return {
    ...document,
    Statement: [...document.Statement.with(at, changed), ...(added === null ? [] : [added])],
  };
}

function statementOf(
  controls: Levels,
  { policy, statement }: { policy: string; statement: string },
): PolicyStatement | null {
  for (const { name, document } of controls.flat()) {
    const at = name === policy ? indexOf(document, statement) : -1;
    if (at >= 0) return document.Statement[at] ?? null;
  }
  return null;
}

const indexOf = ({ Statement }: PolicyDocument, name: string): number =>
  Statement.findIndex(({ Sid }, index) => (Sid ?? `statement ${index + 1}`) === name);
