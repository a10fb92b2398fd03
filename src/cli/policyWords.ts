import type { TagKeys } from '../core/estate.ts';
import type { AttributeFinding } from '../core/policies/attributes.ts';
import { CLOSED_BY, type Hole, termsOf } from '../core/policies/holes.ts';
import { allByOne, isNearlyAll, type OpenHole } from '../core/policies/inForce.ts';
import { destinationWords } from '../core/policies/probeFacts.ts';
import type { Exemption, RegionsDenied } from '../core/policies/regionsDenied.ts';
import { en } from '../ui/messages/en.ts';
import type { Check } from './doctorAws.ts';
import { MENDS } from './doctorMends.ts';

/** Findings about policies in words for a terminal. */

type Keys = Pick<TagKeys, 'user' | 'costCenter'>;

const { findings } = en.policies;
const { listed } = findings;

const statements = ({ by }: Pick<OpenHole, 'by'> = { by: [] }): string =>
  by.length === 0 ? '' : ` (${listed(by.map(({ policy, statement }) => `${statement} of ${policy}`))})`;

/**
 * What somebody's policies leave open, one line a hole, the worst first.
 * @param fold how many that one statement opens are told in one line
 */
export function holesCheck(
  check: string,
  holes: readonly OpenHole[],
  keys: Keys,
  partition: string,
  fold: number,
): PolicyCheck {
  const of = (state: OpenHole['state']) => holes.filter((hole) => hole.state === state);
  const [open, impossible, unknown] = [of('open'), of('impossible'), of('unknown')];
  if (holes.length === 0) return { check, state: 'ok', found: 'nothing is open', advice: '', holes };
  const one = allByOne(open, fold);
  const says = ({ hole }: OpenHole) => findings.holes[hole](termsOf(keys)).says;
  const found = [
    ...(one
      ? [
          `${isNearlyAll(open) ? 'everything' : 'much'} is open${statements(one)}: ${open.map(({ hole }) => hole).join(', ')}`,
        ]
      : []),
    ...(one
      ? []
      : open.map((hole) => `${hole.hole}: they can ${says(hole)}${spent(hole)}${statements(hole)}`)),
    ...impossible.map((hole) => `${hole.hole}: they cannot ${says(hole)}${statements(hole)}`),
    ...(unknown.length === 0
      ? []
      : [
          `cannot be judged: ${unknown.map(({ hole }) => hole).join(', ')}, for ${listed(elementsOf(unknown))}`,
        ]),
  ];
  const advice = [
    ...(one ? [WIDE] : []),
    ...[...(one ? [] : open), ...impossible].map(({ hole }) => changeOf(hole, keys, partition)),
  ];
  return {
    check,
    state: 'warning',
    found: found.join('\n'),
    advice:
      advice.join('\n') ||
      'look at these conditions yourself, or ask AWS: bedrock-ledger policies explain --with-aws',
    mend: advice.length === 0 ? MENDS.explain : MENDS.printInvoke,
    holes,
  };
}

/** The change, with the statements in which we print it. */
function changeOf(hole: Hole, keys: Keys, partition: string): string {
  const { change } = findings.holes[hole](termsOf(keys, partition));
  return `${hole}: ${change} (printed as ${CLOSED_BY[hole].join(', ')})`;
}

const WIDE =
  'people get what "bedrock-ledger policies print invoke" prints in its place; whoever needs so much is stopped by the guard alone, "bedrock-ledger policies print guard", or stands on policies.exemptions with owner and reason';

/** A check with what it is made of, for programs. */
export type PolicyCheck = Check & { holes?: readonly OpenHole[]; exemptions?: readonly Exemption[] };

const spent = ({ hole, probes }: OpenHole): string =>
  hole === 'otherSpending' ? `: ${listed(probes, 5)}` : '';
const elementsOf = (holes: readonly OpenHole[]): string[] => [
  ...new Set(holes.flatMap(({ elements }) => elements)),
];

/** Destinations that service control policies deny, with the exemption to add. */
export function regionsCheck(check: string, { denied, unknown, exemptions }: RegionsDenied): PolicyCheck {
  if (denied.length === 0 && unknown.length === 0)
    return { check, state: 'ok', found: 'every destination of the profiles is allowed', advice: '' };
  const found = [
    ...denied.map(
      ({ destination, profiles, by, level }) =>
        `calls through ${profiles.length === 1 ? 'a profile' : 'profiles'} that can end in ${destinationWords(destination)} fail: ${by === null ? `level ${level ?? 0} from the root allows nothing there` : `${by.statement} of ${by.policy} denies it`}`,
    ),
    ...(unknown.length === 0 ? [] : [`cannot be judged: ${listed(unknown)}`]),
  ];
  const advice = exemptions.map(({ policy, statement, changed, added, sample }) =>
    [
      `in ${policy}, put ${JSON.stringify(changed)} in the place of ${statement}${added === null ? '' : `, and ${JSON.stringify(added)} beside it`}: calls through your application profiles then pass to where they end, and nothing else`,
      ...(sample
        ? [
            `the exemption of inference-profile/… that ${statement} has is for system profiles: through an application profile IAM sees the ARN of that one`,
          ]
        : []),
    ].join('\n'),
  );
  return {
    check,
    state: 'warning',
    found: found.join('\n'),
    advice:
      advice.join('\n') ||
      'the denial is meant, or a level must allow these Regions: use profiles of another geography',
    mend: MENDS.printGuard,
    exemptions,
  };
}

export function attributeCheck({ kind, key, values, wanted }: AttributeFinding): Check {
  const words = findings.attributes[kind]({
    key,
    wanted,
    values: kind === 'source' ? values.join(', ') : listed(values),
  });
  return {
    check: `attributes for access control${key === '' ? '' : ` ${key}`}`,
    state: 'warning',
    ...words,
    mend: MENDS.profiles,
  };
}
