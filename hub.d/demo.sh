#!/usr/bin/env bash
# the whole hub in one JVM, with a simulated exchange: needs a JDK 25 and Maven, no Docker
set -euo pipefail
# shellcheck source=hub.d/lib/java.sh
source "$HUB_ROOT/hub.d/lib/java.sh"

CLASSPATH_FILE="$HUB_ROOT/local/target/quick/classpath"

# Whether a source or build file is newer than what was built from it, or nothing was built yet.
is_stale() {
    [[ ! -f $CLASSPATH_FILE ]] || [[ -n $(find "$HUB_ROOT" \( -name target -o -name .git -o -path "$HUB_ROOT/data" \) -prune -o \
        \( -path '*/src/main/*' -o -name pom.xml \) -newer "$CLASSPATH_FILE" -print -quit) ]]
}

# The profile leaves the gates out: those are for `mvn verify`. No test is compiled; the phase is named because other modules' test jars are looked
# for, and Maven takes a module's test folder for its test jar from that phase on.
build() {
    require_maven
    echo "hub: building" >&2
    local log
    log=$(mktemp "${TMPDIR:-/tmp}/hub-build.XXXXXX")
    if ! (cd "$HUB_ROOT" && MAVEN_OPTS="${MAVEN_OPTS:-} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC" \
        mvn -q -B -Pquick -pl local -am test-compile -Dmaven.test.skip=true dependency:build-classpath \
        -Dmdep.outputFile=target/quick/classpath -DincludeScope=runtime) >"$log" 2>&1; then
        rm -f "$CLASSPATH_FILE"
        grep -E '^\[ERROR\]' "$log" | head -n 20 >&2 || true
        echo "hub: the build failed; everything it said is in $log" >&2
        exit 1
    fi
    rm -f "$log"
}

require_jdk
if is_stale; then
    build
fi
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m --enable-native-access=ALL-UNNAMED "-Dhub.data=$HUB_ROOT/data/demo" \
    -cp "$HUB_ROOT/local/target/quick/classes:$(<"$CLASSPATH_FILE")" io.tradinghub.local.LocalMain demo "$@"
