import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';

/** The pages about policies, for whoever may open all of them. */

type Section = 'print' | 'inForce' | 'rollOut';

const paths = (): readonly (readonly [Section, string])[] => [
  ['print', href`/policies`],
  ['inForce', href`/policies/in-force`],
  ['rollOut', href`/policies/roll-out`],
];

export const Sections = ({ section, frame: { m } }: { section: Section; frame: Frame }) => (
  <nav class="period" aria-label={m.policies.pagesLabel}>
    <span class="choices">
      {paths().map(([name, path]) => (
        <a href={path} {...(name === section ? { 'aria-current': 'page' } : {})}>
          {m.policies.pages[name]}
        </a>
      ))}
    </span>
  </nav>
);
