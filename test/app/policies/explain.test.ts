import { expect, it } from 'vitest';
import { knownResource } from '../../../src/app/policies/explain.ts';
import { askingOf } from '../../asking.ts';
import { leaseOf, listedProfile, NOW, open, PLACE } from '../../store/setup.ts';

const MODEL = 'anthropic.claude-sonnet-4-6';
const HERE = `arn:aws:bedrock:${PLACE.region}::foundation-model/${MODEL}`;
const ANYWHERE = `arn:aws:bedrock:::foundation-model/${MODEL}`;
const of = (path: string) => `arn:aws:bedrock:${PLACE.region}:${PLACE.accountId}:${path}`;

it('the global route ends in the model without a Region, though the listing leaves it out', async () => {
  const store = await open();
  const lease = await leaseOf(store);
  const id = `global.${MODEL}`;
  const listed = { id, modelKey: MODEL, name: id, provider: 'Anthropic', modelArns: [HERE] };
  const entry = { ...listed, type: 'systemProfile', region: PLACE.region } as const;
  await store.profiles.replaceCatalogue(lease, PLACE.region, [entry]);
  const arn = of('application-inference-profile/abc');
  const made = listedProfile('abc', { arn, route: 'global', sourceId: id, modelArns: [HERE] });
  await store.profiles.replacePlace(lease, PLACE, [made], new Map(), NOW);
  const asking = askingOf(store);
  for (const one of [arn, of(`inference-profile/${id}`)])
    expect(await knownResource(asking, one)).toMatchObject({ arn: one, modelArns: [HERE, ANYWHERE] });
});
