/** The ten steps by which profiles become the only way in, in the order of the README. */

export const ROLL_OUT_STEPS = [
  'audit',
  'decide',
  'print',
  'ask',
  'attributes',
  'pilot',
  'person',
  'prove',
  'guard',
  'back',
] as const;
export type RollOutStep = (typeof ROLL_OUT_STEPS)[number];

/**
 * Lines to paste, as they stand in the README but for exemptions, which the settings hold; those that need more before
 * them are there alone.
 */
export const LINES: Readonly<Record<RollOutStep, readonly string[]>> = {
  audit: ['npx bedrock-ledger doctor --brief', 'npx bedrock-ledger policies audit --days 14 --cloudtrail'],
  decide: [],
  print: [
    'npx bedrock-ledger policies print invoke > invoke.json',
    'npx bedrock-ledger policies print guard --part calls > calls.json',
    'npx bedrock-ledger policies print guard --part changes > changes.json',
  ],
  ask: ['npx bedrock-ledger doctor --policy invoke.json --scp calls.json,changes.json'],
  attributes: [],
  pilot: [
    'aws sso-admin put-inline-policy-to-permission-set --instance-arn "$INSTANCE" --permission-set-arn "$SET" --inline-policy file://invoke.json',
  ],
  person: ['as_person aws bedrock-runtime converse --model-id "$PROFILE" --messages "$HELLO"'],
  prove: ['npx bedrock-ledger policies prove --live'],
  guard: ['for id in $GUARD; do aws organizations attach-policy --policy-id "$id" --target-id "$UNIT"; done'],
  back: [
    'for id in $GUARD; do aws organizations detach-policy --policy-id "$id" --target-id "$UNIT"; aws organizations delete-policy --policy-id "$id"; done',
  ],
};
