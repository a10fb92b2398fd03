import { SingleBar } from 'cli-progress';
import type { Progress } from '../jobs/job.ts';
import type { Writer } from './io.ts';

/** How far a long piece of work is, as a bar on a terminal: loaded only where there is one. */

export function bars(stream: Writer): { progress: Progress; close(): void } {
  let bar: SingleBar | null = null;
  let note = '';
  const close = () => {
    bar?.stop();
    bar = null;
  };
  return {
    progress: {
      start(label, total) {
        close();
        note = '';
        bar = new SingleBar({
          stream,
          format: `  ${label.padEnd(26)} {bar} {percentage}%  {note}`,
          barsize: 24,
          hideCursor: true,
          barCompleteChar: '━',
          barIncompleteChar: '─',
        });
        bar.start(Math.max(total, 1), 0, { note });
      },
      step(done, text) {
        note = text ?? note;
        bar?.update(done, { note });
      },
      done(text) {
        bar?.update(bar.getTotal(), { note: text ?? note });
        close();
      },
    },
    close,
  };
}
