// Loaded into a server before it starts: how long its event loop was blocked and how much memory it took, told when asked.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.send) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  process.on('message', (asked) => {
    if (asked === 'reset') delays.reset();
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process.send({
      p999: delays.percentile(99.9) / 1e6,
      max: delays.max / 1e6,
      rss: process.memoryUsage.rss() / 2 ** 20,
      mostRss: maxRSS / 1024,
      cpu: (userCPUTime + systemCPUTime) / 1000,
    });
  });
  process.channel?.unref();
}
