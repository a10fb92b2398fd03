import { may, seesOnlyOwn, type Viewer } from '../../core/access.ts';
import { href } from '../../core/href.ts';
import type { Settings } from '../../core/settings.ts';
import type { Frame } from '../../ui/layout.tsx';

/** The pages about profiles, each for whoever may open it. */

type Section = keyof Frame['m']['profiles']['pages'];

/** Where each is, and who is offered it. */
const sections = (): readonly (readonly [
  Section,
  string,
  (viewer: Viewer, settings: Settings) => boolean,
])[] => [
  ['list', href`/profiles`, () => true],
  ['requests', href`/requests`, (_, { vending }) => vending.approval.by !== 'nobody'],
  ['hygiene', href`/profiles/hygiene`, (viewer) => !seesOnlyOwn(viewer)],
  ['plans', href`/profiles/plans`, (viewer) => may(viewer, 'see', { kind: 'plan' })],
  ['rollOver', href`/profiles/roll-over`, (viewer) => may(viewer, 'change', { kind: 'plan' })],
];

export function ProfileSections({
  section,
  viewer,
  settings,
  frame: { m },
}: {
  section: Section;
  viewer: Viewer;
  settings: Settings;
  frame: Frame;
}) {
  const offered = sections().filter(([, , isFor]) => isFor(viewer, settings));
  return offered.length < 2 ? null : (
    <nav class="period" aria-label={m.profiles.pagesLabel}>
      <span class="choices">
        {offered.map(([name, path]) => (
          <a href={path} {...(name === section ? { 'aria-current': 'page' } : {})}>
            {m.profiles.pages[name]}
          </a>
        ))}
      </span>
    </nav>
  );
}
