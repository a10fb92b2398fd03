import { createAws } from '../../../src/aws/factory.ts';
import { ZERO } from '../../../src/core/money.ts';
import type { Settings } from '../../../src/core/settings.ts';
import { openStore } from '../../../src/store/open.ts';
import { PAYER_KEYS } from '../../aws/setup.ts';
import { NOW } from '../../jobs/setup.ts';
import { vend } from '../../vending.ts';

/** A process of its own that makes the profile it is told to, over the same ledger and AWS, and answers its ARN. */
const [file = '', endpoint = '', said = '{}'] = process.argv.slice(2);
const settings = JSON.parse(said, (_, value) =>
  typeof value?.digits === 'string' ? BigInt(value.digits) : value,
) as Settings;
const clock = { now: () => NOW };
const store = await openStore(file, { now: NOW });
const { accounts, payer, tagKeys, awsChargeCeiling: ceiling } = settings;
const clientOptions = { endpoint, credentials: PAYER_KEYS };
const aws = createAws({ accounts, payer, tagKeys, ceiling, clock, clientOptions })(ZERO);
process.on('message', (request: Parameters<typeof vend>[1]) => {
  vend({ store, aws, clock, settings }, request, { id: 'local:test' }).then(
    ({ profile }) => process.send?.(profile.arn),
    (error: unknown) => process.send?.(String(error)),
  );
});
process.send?.('ready');
