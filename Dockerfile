# One base for both stages, pinned by the digest of its index for all platforms: a tag moves. To renew it, write a newer tag
# with the digest that `docker buildx imagetools inspect node:TAG` prints for it.
ARG BASE=node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6

# Build stage: everything, to make dist/ (npm's "prepare" builds it; esbuild's binary is an optional package).
FROM $BASE AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc tsconfig.json ./
COPY scripts ./scripts
COPY src ./src
RUN npm ci && rm dist/simulator.js*

# Run stage: production packages, the bundle and the migrations; without the packages of the demo and the simulator, which
# run from a checkout. The image's own Node runs it.
FROM $BASE
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY --from=build /app/dist ./dist
COPY bin ./bin
COPY migrations ./migrations
COPY handout ./handout
COPY src/ui/assets ./src/ui/assets
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
ENV BEDROCK_LEDGER_DB=/data/bedrock-ledger.db
# With sign-in set BEDROCK_LEDGER_HOST=0.0.0.0 and publish the port. Without it the server answers on loopback only: run it
# with host networking or beside a proxy in the same pod.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.BEDROCK_LEDGER_PORT ?? 8080}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "bin/bedrock-ledger"]
CMD ["serve"]
