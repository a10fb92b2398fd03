import { MODEL_FIELD, type ModelsToGive, type ModelToGive } from '../../app/provisioning/form.ts';
import { href } from '../../core/href.ts';
import type { Day } from '../../core/types.ts';
import { fullDay, whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { lazyRow, type TableData } from '../../ui/table.tsx';
import type { Typed } from '../http/forms.ts';
import type { Card } from '../tables/cards.tsx';

/** Models by how many people have them, each with the way to a plan that gives it to everybody. */

/** So many stand at once; the older ones are asked for. */
export const NEWEST = 6;

/** What the form of a plan holds for whoever comes for one model: that model, for everybody who has none of it. */
export const forEverybody = (modelKey: string | undefined): Typed =>
  modelKey === undefined || modelKey === ''
    ? {}
    : { everybody: 'yes', [`${MODEL_FIELD}${modelKey}`]: 'yes', spread: 'lacking' };

/** How far a model has got: how many of how many people have a profile of it. */
export const heldBy = ({ people }: ModelToGive, everybody: number, { m }: Frame): string =>
  m.plans.heldBy(whole(people), whole(everybody));

/** What giving a model to whoever lacks it comes to; null where the form says something else. */
export function leadOf(values: Typed, { models, everybody }: ModelsToGive, { m }: Frame): string | null {
  if (values.spread !== 'lacking' || values.everybody !== 'yes') return null;
  const [model, another] = models.filter(({ key }) => (values[`${MODEL_FIELD}${key}`] ?? '') !== '');
  if (model === undefined || another !== undefined) return null;
  return m.plans.giveLead(model.name, everybody - model.people, model.people);
}

export function modelsCard(given: ModelsToGive, frame: Frame): Card {
  const { m } = frame;
  return { id: 'models', title: m.plans.giveTitle, table: modelsTable(given, frame), empty: m.vending.none };
}

function modelsTable({ models, everybody }: ModelsToGive, frame: Frame): TableData {
  const { m } = frame;
  return {
    columns: [
      { name: m.name.model, key: 'model' },
      { name: m.plans.launched, key: 'launched', csv: null },
      { name: m.plans.have, key: 'people', number: true },
      { name: '', key: 'give', drawn: true, card: 'act' },
    ],
    rows: models.slice(0, NEWEST).map((model) =>
      lazyRow(model.key, () => [
        { text: model.name, raw: model.key, href: href`/models/${model.key}` },
        launchedCell(model.launchedOn, frame),
        {
          text: m.plans.heldOf(whole(model.people), whole(everybody)),
          raw: String(model.people),
          sort: model.people,
        },
        {
          text: '',
          show: (
            <a
              href={href`/profiles/plans/new?model=${model.key}`}
              aria-label={`${m.plans.give}${m.colon}${model.name}`}
            >
              {m.plans.give}
            </a>
          ),
        },
      ]),
    ),
  };
}

const launchedCell = (on: Day | null, { locale }: Frame) =>
  on === null ? { text: '–', sort: '' } : { text: fullDay(on, locale), sort: on, whole: true };
