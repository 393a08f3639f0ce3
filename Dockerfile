# Builds every program of the hub: docker build --build-arg MODULE=recorder . (Compose does it: docker-compose.yml). The
# first stage compiles all of them once; only the last stage depends on MODULE.

FROM maven:3.9.12-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
# The profile leaves the gates to `mvn verify`. Naming the goals one by one compiles no test.
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -q -B -Pquick -pl '!local,!benchmarks,!house-tests' compile jar:jar shade:shade@default
# The back-tester stands beside each bot, for ./hub backtest.
RUN for module in */pom.xml; do mkdir -p "${module%/pom.xml}/target/quick/beside"; done && \
    for bot in bot-*; do [ "$bot" = bot-common ] || cp backtest/target/quick/backtest.jar deploy/jvm/backtest "$bot/target/quick/beside/"; done

# The whole hub in one JVM, for ./hub demo where there is no JDK. PostgreSQL refuses a user that /etc/passwd does not
# know.
FROM maven:3.9.12-eclipse-temurin-25 AS demo-build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2,sharing=locked \
    mvn -q -B -Pquick -pl local -am compile jar:jar shade:shade@default

FROM eclipse-temurin:25.0.4_7-jre-noble AS demo
COPY --from=demo-build /src/local/target/quick/local.jar /app/app.jar
RUN install -d -o 10001 -g 10001 -m 0750 /data && echo 'hub:x:10001:10001::/data:/usr/sbin/nologin' >>/etc/passwd
USER 10001:10001
ENTRYPOINT ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx512m", "--enable-native-access=ALL-UNNAMED", \
    "-Dhub.data=/data/demo", "-jar", "/app/app.jar", "demo"]

# Caddy runs as a user without rights: a new volume takes over the owner of these folders.
FROM caddy:2.11.4-alpine AS caddy
RUN mkdir -p /data /config && chown -R 10001:10001 /data /config
USER 10001:10001

FROM eclipse-temurin:25.0.4_7-jre-noble AS app
ARG MODULE
WORKDIR /app
COPY deploy/jvm/jvm.options deploy/jvm/train deploy/jvm/health /app/
COPY --from=build /src/${MODULE}/target/quick/${MODULE}.jar /app/app.jar
COPY --from=build /src/${MODULE}/target/quick/beside/ /app/
# The folder of the only volume a program may have; a new volume takes over its owner.
RUN install -d -o 10001 -g 10001 -m 0750 /data && /app/train ${MODULE}
USER 10001:10001
STOPSIGNAL SIGTERM
# One malloc arena for all threads: each further one keeps freed memory.
ENV MALLOC_ARENA_MAX=1
# The program touches this file as it works and says in it what it does, so the health check needs no second JVM and
# notices a program that hangs, or that runs and waits.
ENV HEARTBEAT_FILE=/tmp/heartbeat
HEALTHCHECK --interval=15s --timeout=5s --start-period=180s --start-interval=1s --retries=3 \
    CMD ["/app/health"]
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/app.aot", "-jar", "/app/app.jar"]
