import { type Fault, Invalid } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import { faultLines, optionOf } from './faults.ts';
import { UserError } from './output.ts';

/** What is wrong with a request for a profile, in the words of the options: one line each. */

const OPTION: Readonly<Record<string, string>> = {
  userEmail: '--user',
  shared: '--shared',
  costCenter: '--cost-center',
  source: '--model',
  geography: '--geography',
  place: '--account, --region',
  reason: '--reason',
};

/** @param region where it was to be made */
export function inOptions({ faults }: Invalid, region: string): UserError {
  // What may be said of the limit is said with the limit.
  const said = faults.filter(({ field }) => field !== 'beyond');
  const [first] = said;
  const code = first !== undefined && PASSING.has(first.key) ? 'conflict' : 'badRequest';
  return new UserError(said.map((fault) => wordsOf(fault, region)).join('\n'), code);
}

/** Refused as things stand here: in another state of the ledger, or of AWS, it would be right. */
const PASSING: ReadonlySet<string> = new Set([
  'sourceHere',
  'noTag',
  'costCenter',
  'profilesHeld',
  'profilesPerDay',
  'quotaUsedUp',
]);

function wordsOf(fault: Fault, region: string): string {
  const { field, key, value = '', detail } = fault;
  const signs = `"${value}" holds signs that Bedrock does not take in tags (letters, digits, spaces and . _ : / = + @ - are fine)`;
  const near = didYouMean(Array.isArray(detail) ? detail : []);
  switch (key) {
    case 'whomMissing':
      return '--user: say for whom, by name or e-mail address';
    case 'email':
      return `--user: "${value}" is no e-mail address`;
    case 'whomNobody':
      return `--user: "${value}" is no e-mail address, and nobody of this name is in the directory.${near}`;
    case 'noTag':
      return `user: ${signs}`;
    case 'costCenter':
      return `cost center: ${signs}`;
    case 'whomSeveral':
      return `--user: several people may be meant by "${value}": ${list(detail)}. Write the e-mail address.`;
    case 'sourceHere':
      return `model: "${value}" is not in the catalogue of ${region}; choose another model or Region, or run "bedrock-ledger sync profiles" where it is new.${near}`;
    case 'profilesHeld':
    case 'profilesPerDay':
      return `--user: ${String(detail)} profiles ${key === 'profilesHeld' ? 'are there for this person' : 'were made for this person within 24 hours'}, which is the limit (allowances.${key === 'profilesHeld' ? 'profiles' : key}): delete those that are no longer needed, or add --beyond to make one more all the same`;
    default:
      return faultLines(new Invalid([{ ...fault, field: optionOf(OPTION, field) }])).join();
  }
}
const list = (detail: Fault['detail']): string => (Array.isArray(detail) ? detail.join(', ') : '');
