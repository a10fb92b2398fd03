import type { Frame } from '../../ui/layout.tsx';
import { CopyButton } from '../../ui/plain.tsx';

/** Lines to take along. */
export const Copied = ({ id, text, frame }: { id: string; text: string; frame: Frame }) => (
  <div class="copied">
    <CopyButton of={id} m={frame.m} />
    <pre id={id} tabindex={0}>
      {text}
    </pre>
  </div>
);
