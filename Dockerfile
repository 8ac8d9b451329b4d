# docs/deployment.md. Everything that compiles stays in the first two stages.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc prisma.config.ts tsconfig.json tsconfig.build.json ./
COPY prisma prisma
# With scripts: `prepare` prints the Prisma client, which is compiled with the sources.
RUN npm ci
COPY src src
RUN npm run build

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without scripts: `prepare` needs Prisma's tools, and no package needs its own. The optional packages are other systems'
# binaries, Prisma's tools and a Node.js, which is here already; only Argon2 lies among them.
RUN npm ci --omit=dev --omit=optional --ignore-scripts
COPY --from=build /app/node_modules/@node-rs node_modules/@node-rs

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY package.json ./
COPY prisma/migrations prisma/migrations
# The explorer, which is there outside of production.
COPY explorer explorer
COPY examples examples
COPY docs/errors.md docs/errors.md
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
