# One image for every program of Tandem: docker run … tandem [flags] [api.mjs | worker.mjs | migrate.mjs | tandem.mjs …]
FROM node:26-slim AS build
WORKDIR /src
ENV CI=true
COPY . .
RUN node scripts/bootstrap.mjs bundle dist

FROM node:26-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build --chown=root:root /src/dist ./
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
# The worker answers on WORKER_PORT, the api on PORT.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.WORKER_PORT || process.env.PORT || 3000) + '/livez').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Why: scripts/processes/program-arguments.ts; NODE_OPTIONS does not take all of them. Flags at the head of a command win over these:
# a worker gets --min-semi-space-size=32 --max-semi-space-size=32, as in compose.yaml. NODE_OPTIONS=--enable-source-maps gives stack
# traces in terms of the sources, for 120 MB.
ENTRYPOINT ["node", "--no-allocation-site-pretenuring", "--min-semi-space-size=8", "--max-semi-space-size=8"]
CMD ["api.mjs"]
