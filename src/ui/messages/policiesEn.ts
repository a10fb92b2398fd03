import { findings } from './policyFindingsEn.ts';
import { policyPages } from './policyPagesEn.ts';

/** Words about policies, in English. */

export const invalidPolicies = {
  account: 'An account is 12 digits, or "own" for the account of whoever calls.',
  region: 'This is no AWS Region such as us-east-1.',
  partition: (known: readonly string[]) => `The partition is one of ${known.join(', ')}.`,
  partitions: 'Regions of one partition only: print a policy for each partition.',
  otherPartition: (own: readonly string[]) => `These Regions belong to the partition ${own.join(', ')}.`,
  modelPattern: 'A model is its id, such as anthropic.claude-sonnet-4-6, or its beginning with * at the end.',
  geography: (known: readonly string[]) =>
    `No profile of these Regions has this geography. They have ${known.join(', ')}.`,
  action: 'This action is not closed; “policies print --help” lists those that are.',
  tier: (known: readonly string[]) => `A service tier is one of ${known.join(', ')}.`,
  onOff: 'Choose on or off.',
  target: (known: readonly string[]) => `This policy is put into ${known.join(' or ')}.`,
  part: (known: readonly string[]) => `The service has the parts ${known.join(', ')}.`,
  principal:
    'Name the role that takes this one on, of this partition: arn:aws:iam::111122223333:role/bedrock-ledger, for example.',
  exemptPattern:
    'An exemption is the ARN of a role or user of this partition. It may end with * after at least three characters of the name, and must not fit the roles of IAM Identity Center: arn:aws:iam::111122223333:role/batch-*, for example.',
  emptyList: 'The list is empty.',
  noModelThere: (regions: readonly string[]) =>
    `No model fits on the allowed routes of ${regions.join(', ')}.`,
  allParts: 'Leave one part at least.',
  guardPart: (known: readonly string[]) => `The guard has the parts ${known.join(' and ')}.`,
  externalId: 'An external id has 2 to 1,224 letters, digits and + = , . @ : / - _.',
  tagKey: 'A tag key has letters, digits, spaces and . _ : / = + @ - and does not begin with aws:.',
  tagKeyTwice:
    'This key stands for two things: keys differ whatever their case, from ManagedBy and BudgetStatus as well.',
  exemptWhy: 'An exemption needs an owner and a reason: PATTERN;OWNER;REASON.',
};

/** What each statement of the printed policies does, in one sentence, by its Sid. */
const statements = {
  InvokeOwnProfiles: 'Whoever it is may call the profiles that carry their own name.',
  InvokeSharedProfiles:
    'Whoever it is may call profiles that carry no name, were made by Bedrock Ledger and are charged to their own cost center (and project, where that is set).',
  DenyProfilesOfNobody:
    'Denied are profiles that carry no name and were not made by Bedrock Ledger: they are shared by nobody.',
  DenySharesOfOthers: 'Denied are shared profiles of another cost center or project.',
  DenySharesWithoutTag:
    'Denied are shared profiles to whoever has no cost center or project of their own: an empty tag equals an empty tag.',
  DenyForgingShares:
    'Nobody changes the cost center or project of a role or user that carries a name: shares are held against it.',
  DenyCarryingShares: 'Whoever has a name takes no other cost center or project along into another role.',
  InvokeModelsThroughProfiles:
    'Models may be called only through an application inference profile of these accounts, and only where the allowed geographies lead.',
  ReadProfilesAndModels: 'Everybody may list and look at profiles and models; that costs nothing.',
  Opened: 'These actions were opened although nobody can be charged for them by a profile.',
  OpenedKeys: 'People may make API keys for Bedrock, and for nothing else.',
  DenyOtherModelsThroughProfiles:
    'Through a profile no model is called that is not allowed, and none in a place where the allowed routes from its Region do not lead.',
  DenyDefaultTier: 'The default service tier is denied, which is that of a call that names none.',
  DenyReplacingMarks:
    'Never puts its mark over that of another tool, so that it cannot delete what is not its own.',
  DenyCallsWithoutName:
    'Whoever has no name in their principal tag, or an empty one, may call nothing, whatever else allows it.',
  DenyGlobal:
    'The global route is denied, whatever a profile is called: a profile copied from it would carry prompts out of the allowed geographies.',
  DenyOtherTiers: 'Other service tiers are denied; a call that names none is of the default tier.',
  DenyWhenBudgetExceeded: 'A profile that is marked as over its budget is denied to everybody.',
  DenyUnlessBudgetOk:
    'Only profiles that the service has marked BudgetStatus=ok answer: one that somebody has just made themselves waits for its mark, so that it is no way round a stop. Print it only once all profiles bear a mark.',
  CreateOwnProfiles:
    'People may create profiles that carry their own name and cost center, beside them the tags of vending.tags with the values that are allowed, and no other.',
  CreateFromAllowedSources: 'A profile may be copied only from the allowed models and geographies.',
  GiveOwnTagsToOwnProfiles:
    'Creating gives tags, and giving them again changes nothing: name and cost center stay one’s own, and the tags of vending.tags as they are.',
  TakeNotesOffOwnProfiles:
    'Off their own profiles people may take tags that decide nothing: not the name, the cost center, the InferenceProfile tag, ManagedBy, the budget mark or those of vending.tags. They set none: whoever fills a profile with tags keeps a budget mark out.',
  DeleteOwnProfiles: 'People may delete the profiles that carry their own name.',
  DenyChangesWithoutName:
    'Whoever has no name in their principal tag, or an empty one, may change no profile, whatever else allows it.',
  DenyAllButProfilesAndTheirModels:
    'Nothing is called but application inference profiles of these accounts and the models behind them: no system profile, prompt router, provisioned, imported or marketplace model.',
  DenyModelsOutsideProfiles: 'No model is called unless it is through an application inference profile.',
  DenyProfilesOfOthers: 'Nobody calls a profile that carries another name than theirs, or none.',
  DenyProfilesOfOtherAccounts: 'Nobody calls a profile of another account than their own.',
  DenyChangesOfProfiles: 'Nobody makes, tags or deletes profiles but the roles on the exemption list.',
  DenyCreatingFromElsewhere: 'No profile is copied from a model or geography that is not allowed.',
  DenyCreatingForOthers: 'Nobody creates a profile in another name than theirs, or in none.',
  DenyCreatingOnOtherCostCenters: 'Nobody creates a profile on another cost center than theirs.',
  DenyOtherTags:
    'Nobody gives a profile other tags than the name, the cost center and those of vending.tags.',
  DenyChangingProfilesOfOthers:
    'Nobody tags or deletes a profile that carries another name than theirs, or none.',
  DenyForgingNames:
    'Nobody gives a role, a user or a session the tag that says who somebody is; signing in through Identity Center or another provider does.',
  DenyGivingAway: 'Nobody gives a profile of theirs to somebody else.',
  DenyMovingToOtherCostCenters: 'Nobody moves a profile to another cost center.',
  DenyTakingTagsOff:
    'Nobody takes the name, the cost center, the InferenceProfile tag, ManagedBy, the budget mark or a tag of vending.tags off a profile.',
  DenyOtherSpending:
    'Whatever else spends on Bedrock is closed: batch jobs, agents, flows, knowledge bases, provisioned capacity, API keys and the mantle endpoint.',
  DenyBedrockKeys: 'Nobody makes an API key for Bedrock.',
  ReadProfilesAndMetrics: 'Reads profiles with their tags, the models, and how many tokens were used.',
  ReadTheBill: 'Reads what AWS charges, and which tags it charges by.',
  CreateMarkedProfiles: 'Creates profiles only with the mark that says it made them.',
  GiveKnownTags:
    'Gives profiles the tags that decide whose they are and those of vending.tags, and no others.',
  TakeMarksAndMisspellingsOff:
    'Takes budget marks off, and its keys in other upper and lower case; no other tag.',
  DeleteMarkedProfiles: 'Deletes only what carries its mark.',
  DenyReplacingOwners: 'Never gives a profile that has an owner to somebody else.',
  LookAtProfiles: 'Looks whether a profile is still there before it is given to somebody.',
  ReadTheQuota: 'Reads how many profiles an account may have.',
  ReadTheDirectory: 'Reads people and groups of IAM Identity Center.',
  MirrorSeesBudgets: 'Reads AWS Budgets.',
  MarkForTheBudget:
    'Sets and takes off the budget mark, that key alone, on the profiles of the accounts whoever made them.',
  HoldWideStops:
    'Writes which cost centers are stopped into the one policy that bounds people, which grants nothing.',
  LeaveAllElseToPolicies:
    'Leaves everything to the policies of whoever calls: a boundary allows nothing by itself.',
  DenyStoppedCostCenters: 'Profiles of these cost centers do not answer while their budget stops them.',
  DenyWhileAllAreStopped: 'Nothing answers while the budget of everybody stops it.',
  MirrorWritesItsOwn: 'Writes the AWS Budgets that it made itself.',
  ReadPoliciesInForce: 'Reads which policies are in force, so that it can say what is open.',
  ReadOtherAccounts: 'Takes on the role of this product in the other accounts.',
  LedgerTakesThisRoleOn:
    'The role of this product in the payer’s account takes this role on, and nobody else.',
};

export const policies = {
  intro:
    'Who may call which model, and only through which profile. These policies are made from the settings and from the models of the Regions: nobody edits them for a person or a model. Bedrock Ledger prints them; an administrator of AWS puts them in force.',
  does: 'What it does',
  nothing: 'This policy says nothing.',
  effect: 'Effect',
  effects: { Allow: 'allows', Deny: 'denies' },
  sentence: 'In words',
  statement: 'Statement',
  text: 'The policy',
  formats: { json: 'JSON', cloudformation: 'CloudFormation', terraform: 'Terraform' },
  exempt: 'Whom it does not bind',
  noExemptions: 'It binds everybody.',
  pattern: 'Role',
  owner: 'Owner',
  reason: 'Reason',
  ownRole: 'It makes and deletes the profiles of others, and marks them.',
  goesInto: 'Goes in as',
  sized: (target: string, size: string, limit: string) => `${target} (${size} of ${limit} characters)`,
  endsIn: 'Calls end in',
  anywhere: 'any Region',
  tooLong: 'This is more than its place holds: choose fewer accounts, Regions or models.',
  unusable:
    'No policy can be made from what is set under “policies”, as far as the models of the Regions are known.',
  badChoice: 'These choices cannot be used; below is the policy as it is set. Please look at what is marked.',
  choose: {
    title: 'Choose otherwise',
    intro:
      'Only to look at and to copy: nothing here is kept. What shall stay belongs into the settings under “policies”. Lists have commas.',
    account: 'Accounts',
    region: 'Regions',
    geography: 'Routes',
    model: 'Models',
    selfService: 'Self-service',
    enforcement: 'Stop over budget',
    tier: 'Service tiers',
    open: 'Open actions',
    exempt: 'Exempt role',
    exemptSample: 'ARN;owner;reason',
    allModels: 'all',
    asSet: (set: string) => `as set: ${set}`,
    on: 'on',
    off: 'off',
    show: 'Show',
    back: 'As it is set',
  },
  statements,
  findings,
  ...policyPages,
  kinds: {
    invoke: 'Invoke',
    'self-service': 'Self-service',
    guard: 'Guard',
    service: 'Service',
    trust: 'Trust',
    boundary: 'Boundary',
  },
  about: {
    invoke: 'For people: their own profiles, and models only through them.',
    'self-service': 'For people who make their profiles themselves: goes beside the first.',
    guard:
      'For the accounts as a whole: denies everybody but the roles on the exemption list. A service control policy never binds the management account of the organization: let nobody call Bedrock there.',
    service: 'For the role as which Bedrock Ledger works.',
    trust: 'Who may take that role on.',
    boundary:
      'For permission sets and roles of people, as permissions boundary: it allows nothing by itself, and Bedrock Ledger writes into it which cost centers are stopped. Never attach it as a policy.',
  },
  targets: {
    permissionSet: 'inline policy of a permission set in IAM Identity Center',
    managedPolicy: 'managed policy',
    role: 'inline policy of a role',
    scp: 'service control policy in AWS Organizations',
    trust: 'trust policy of a role',
  },
};
