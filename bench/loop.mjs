// Loaded into a server before it starts: how long its event loop was blocked and how much memory it took, told when asked.

import { existsSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

/** MiB at most so far. What `resourceUsage` says begins, on Linux, with the size of whoever started this process. */
function mostRss() {
  const status = '/proc/self/status';
  if (!existsSync(status)) return process.resourceUsage().maxRSS / 1024;
  const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(status, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

if (isMainThread && process.send) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  process.on('message', (asked) => {
    if (asked === 'reset') delays.reset();
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    process.send({
      p999: delays.percentile(99.9) / 1e6,
      max: delays.max / 1e6,
      rss: process.memoryUsage.rss() / 2 ** 20,
      mostRss: mostRss(),
      cpu: (userCPUTime + systemCPUTime) / 1000,
    });
  });
  process.channel?.unref();
}
