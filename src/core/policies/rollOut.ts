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

/** Lines to paste, as they stand in the README; those that need more before them are there alone. */
export const LINES: Readonly<Record<RollOutStep, readonly string[]>> = {
  audit: ['npx bedrock-ledger policies audit --days 14 --cloudtrail'],
  decide: [],
  print: ['npx bedrock-ledger policies print invoke > invoke.json'],
  ask: ['npx bedrock-ledger doctor --policy invoke.json --scp guard.json'],
  attributes: [],
  pilot: [
    'aws sso-admin put-inline-policy-to-permission-set --instance-arn "$INSTANCE" --permission-set-arn "$SET" --inline-policy file://invoke.json',
  ],
  person: ['as_person aws bedrock-runtime converse --model-id "$PROFILE" --messages "$HELLO"'],
  prove: ['npx bedrock-ledger policies prove --live'],
  guard: ['aws organizations attach-policy --policy-id "$GUARD" --target-id "$UNIT"'],
  back: ['aws organizations detach-policy --policy-id "$GUARD" --target-id "$UNIT"'],
};
