import type { AttributeFinding } from '../../core/policies/attributes.ts';
import type { AuditReason } from '../../core/policies/audit.ts';
import type { UnreadKind } from '../../core/policies/found.ts';
import { holes } from './holesEn.ts';

/** What was found about policies in force, in English. */

interface Found {
  found: string;
  advice: string;
}
interface Attribute {
  /** Sources or people, as a list in words. */
  values: string;
  wanted: string;
  key: string;
}

const attributes: Readonly<Record<AttributeFinding['kind'], (of: Attribute) => Found>> = {
  off: ({ wanted }) => ({
    found: 'off: sessions carry no tags, so nobody can call a profile of their own',
    advice: `switch them on in IAM Identity Center: ${wanted}`,
  }),
  missing: ({ key, wanted }) => ({
    found: 'no session carries this tag, unless the identity provider sends it itself',
    advice: `add it in IAM Identity Center: ${key} = ${wanted}`,
  }),
  source: ({ values, wanted }) => ({
    found: `it is taken from ${values}`,
    advice: `take it from ${wanted}`,
  }),
  letterCase: ({ values }) => ({
    found: `the owner of profiles is written in other letters than in the directory: ${values}`,
    advice: 'IAM takes them for two people: tag these profiles anew in the letters of the directory',
  }),
  untaggable: ({ values }) => ({
    found: `no tag of Bedrock can hold ${values}`,
    advice:
      'a tag holds letters of A to Z, digits, blanks and . _ : / = + @ -, at most 256: change the value in the directory',
  }),
  noCostCenter: ({ values }) => ({
    found: `the directory says no cost center of ${values}`,
    advice: 'their sessions carry none, so that they can make no profile: enter it in the directory',
  }),
};

const auditReasons: Readonly<Record<AuditReason, { why: string; advice: string }>> = {
  directModel: {
    why: 'calls a model directly',
    advice:
      'give them a profile (bedrock-ledger profiles create) and its ARN as the model; put roles that must call models themselves on policies.exemptions, with owner and reason',
  },
  systemProfile: {
    why: 'calls a system profile directly',
    advice:
      'give them a profile copied from it (bedrock-ledger profiles create), and set it for every tier of their client',
  },
  noOwner: {
    why: 'the profile has no owner',
    advice: 'tag it with its owner and cost center, or delete it',
  },
  ownerLeft: {
    why: 'the owner of the profile has left, and it is still called',
    advice: 'find out who calls it (--cloudtrail), give them one of their own, and delete it',
  },
  letterCase: {
    why: 'the owner is written in other letters than in the directory',
    advice: 'tag the profile anew in the letters of the directory',
  },
  notOwn: {
    why: "calls somebody else's profile",
    advice:
      'give them one of their own; programs call profiles that carry the name of their own role or of a team',
  },
  unknownProfile: {
    why: 'calls a profile that the ledger does not know',
    advice: 'read its account and Region (bedrock-ledger doctor), or close it',
  },
  globalRoute: {
    why: 'the profile takes the global route, which is not allowed',
    advice: 'replace it by one of an allowed geography, or allow global in policies.geographies',
  },
  geography: {
    why: 'the profile ends in Regions that are not allowed',
    advice: 'replace it by one of an allowed geography, or allow its geography in policies.geographies',
  },
  model: {
    why: 'the model is none of those that are allowed',
    advice: 'replace the profile by one of an allowed model, or allow it in policies.models',
  },
  exceeded: {
    why: 'the profile is marked as over its budget',
    advice: 'raise the budget, or wait for its next period',
  },
  apiKey: {
    why: 'calls with a Bedrock API key',
    advice: 'let them sign in and call with the SDK; delete the key',
  },
  aroundProfiles: {
    why: 'the bill holds more of their calls than their profiles explain',
    advice:
      'find out what they call (--cloudtrail), in accounts and Regions that are not read as well, and give them profiles for it',
  },
  other: {
    why: 'the printed policies do not allow it',
    advice: 'ask why: bedrock-ledger policies explain',
  },
};

const unread: Readonly<Record<UnreadKind, (place: string) => string>> = {
  sets: () => 'permission sets',
  controls: (account) => `service control policies of ${account}`,
  people: (account) => `roles and users of ${account}`,
  models: (place) => `access to models in ${place}`,
  moreModels: (count) => `access to models: ${count} more combinations of account, Region and model`,
  records: (place) => `CloudTrail of ${place}`,
};

export const findings = {
  holes,
  attributes,
  auditReasons,
  unread,
  listed: (names: readonly string[], most = 3): string =>
    names.length <= most
      ? names.join(', ')
      : `${names.slice(0, most).join(', ')} and ${names.length - most} more`,
  listAll: (count: string) => `All ${count}`,
  title: (state: 'open' | 'impossible' | 'unknown', says: string): string =>
    state === 'open'
      ? `They can ${says}.`
      : state === 'impossible'
        ? `They cannot ${says}.`
        : `It cannot be judged whether they can ${says}.`,
  states: { open: 'open', impossible: 'not possible', unknown: 'not judged' },
  actions: (names: string) => `Actions: ${names}.`,
  elements: (names: string) => `Not judged: ${names}.`,
  nothingAllows: 'nothing allows it',
  statementOf: (statement: string, policy: string) => `${statement} of ${policy}`,
  openedBy: (statements: string) => `(${statements})`,
  printedAs: (sids: string) => `Printed as ${sids}.`,
  none: 'Nothing is open.',
  noneUnread: 'Nothing is open in what could be read.',
  notRead: (names: string) => `Not read: ${names}. Paste what these say below.`,
  kinds: { permissionSet: 'Permission set', role: 'Role', user: 'User' },
  others: (name: string, more: number) => (more === 0 ? name : `${name} and ${more} more`),
  everything: 'Everything is open.',
  much: (first: string, more: number) => `${first} The same statement opens ${more} more points.`,
  everythingAdvice:
    'People get the policy for people in its place. Whoever needs so much is stopped by the guard alone, or stands on the exemption list with owner and reason.',
  destination: (region: string, isGlobal: boolean) =>
    isGlobal ? 'the global route (aws:RequestedRegion = unspecified)' : region,
  fails: (destination: string) => `Calls through profiles that can end in ${destination} fail.`,
  failsBy: (statement: string, policy: string) => `${statement} of ${policy} denies it.`,
  failsAt: (level: number) => `Level ${level} from the root allows nothing there.`,
  changed: (policy: string, statement: string) => `In ${policy}, in the place of ${statement}:`,
  added: 'Beside it, so that the exempted calls stay where they end:',
  sample: (statement: string) =>
    `The exemption of inference-profile/… in ${statement} is for system profiles: through an application profile IAM sees the ARN of that one.`,
  meant: 'The denial is meant, or a level must allow these Regions: use profiles of another geography.',
  regionsFine: 'Every destination of the profiles is allowed.',
  attribute: (key: string) => `Attributes for access control ${key}`.trim(),
  services: (names: string) =>
    `Roles that services of AWS take to call models: ${names}. A guard stops them too, unless its exemptions name them.`,
  more: (count: number) =>
    `${count} more roles and users that reach Bedrock were not looked at: close what is open in these, then read again.`,
  unbound: (account: string) =>
    `The management account ${account} is not bound by service control policies, so that no guard holds there: use Bedrock in other accounts.`,
  noDirectory: 'Permission sets were not asked for: the settings name no directory of IAM Identity Center.',
  access: (model: string, place: string) => `${model} in ${place}`,
  accessFaults: {
    pending: 'its agreement is pending',
    notAvailable: 'its agreement is not there',
    error: 'its agreement is faulty',
    authorized: 'the account is not authorized for it',
    entitled: 'the account is not entitled to it',
    inRegion: 'the Region does not have it',
  },
  accessAdvice:
    'Open the model in Bedrock’s console once in this account: hand in the form its provider wants, and subscribe to it in AWS Marketplace.',
};
