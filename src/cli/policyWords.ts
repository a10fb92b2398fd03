import type { TagKeys } from '../core/estate.ts';
import type { AttributeFinding } from '../core/policies/attributes.ts';
import { type Hole, wordsOf } from '../core/policies/holes.ts';
import type { OpenHole } from '../core/policies/inForce.ts';
import { destinationWords } from '../core/policies/probeFacts.ts';
import type { Exemption, RegionsDenied } from '../core/policies/regionsDenied.ts';
import type { Check } from './doctorAws.ts';

/** Findings about policies in words for a terminal. */

type Keys = Pick<TagKeys, 'user' | 'costCenter'>;

const NAMED = 3;
const listed = (names: readonly string[], most = NAMED): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

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
  const found = [
    ...(one
      ? [
          `${open.length >= NEARLY_ALL ? 'everything' : 'much'} is open${statements(one)}: ${open.map(({ hole }) => hole).join(', ')}`,
        ]
      : []),
    ...(one
      ? []
      : open.map(
          (hole) =>
            `${hole.hole}: they can ${wordsOf(hole.hole, keys).says}${spent(hole)}${statements(hole)}`,
        )),
    ...impossible.map(
      (hole) => `${hole.hole}: they cannot ${wordsOf(hole.hole, keys).says}${statements(hole)}`,
    ),
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
    holes,
  };
}

/** The change, with the statements in which we print it. */
function changeOf(hole: Hole, keys: Keys, partition: string): string {
  const { change, sids } = wordsOf(hole, keys, partition);
  return `${hole}: ${change} (printed as ${sids.join(', ')})`;
}

/** So many are nearly all there are. */
const NEARLY_ALL = 15;
/** Where each is told: of what somebody hands in; where those of one statement are told together: of whole lists of roles. */
export const FOLD = {
  pasted: Number.POSITIVE_INFINITY,
  permissionSet: NEARLY_ALL,
  role: 6,
  user: 6,
} as const;
const allByOne = (open: readonly OpenHole[], fold: number): OpenHole | null =>
  open.length >= fold && new Set(open.map(statements)).size === 1 ? (open[0] ?? null) : null;
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
    exemptions,
  };
}

export function attributeCheck({ kind, key, values, wanted }: AttributeFinding): Check {
  const check = `attributes for access control${key === '' ? '' : ` ${key}`}`;
  const warning = (found: string, advice: string): Check => ({ check, state: 'warning', found, advice });
  switch (kind) {
    case 'off':
      return warning(
        'off: sessions carry no tags, so nobody can call a profile of their own',
        `switch them on in IAM Identity Center: ${wanted}`,
      );
    case 'missing':
      return warning(
        'no session carries this tag, unless the identity provider sends it itself',
        `add it in IAM Identity Center: ${key} = ${wanted}`,
      );
    case 'source':
      return warning(`it is taken from ${values.join(', ')}`, `take it from ${wanted}`);
    case 'letterCase':
      return warning(
        `the owner of profiles is written in other letters than in the directory: ${listed(values)}`,
        'IAM takes them for two people: tag these profiles anew in the letters of the directory',
      );
    case 'untaggable':
      return warning(
        `no tag of Bedrock can hold ${listed(values)}`,
        'a tag holds letters of A to Z, digits, blanks and . _ : / = + @ -, at most 256: change the value in the directory',
      );
    case 'noCostCenter':
      return warning(
        `the directory says no cost center of ${listed(values)}`,
        'their sessions carry none, so that they can make no profile: enter it in the directory',
      );
  }
}
