# Builds and runs the programs of module local on this machine. To be sourced after java.sh.
# shellcheck shell=bash

CLASSPATH_FILE="$HUB_ROOT/local/target/quick/classpath"

# Succeeds if nothing was built yet, or a source or build file is newer than what was built from it.
is_stale() {
    [[ ! -f $CLASSPATH_FILE ]] || [[ -n $(find "$HUB_ROOT" \( -name target -o -name .git -o -path "$HUB_ROOT/data" \) -prune -o \
        \( -path '*/src/main/*' -o -name pom.xml \) -newer "$CLASSPATH_FILE" -print -quit) ]]
}

# Builds with the profile that leaves the gates to `mvn verify`. It compiles no test, but runs the phase test-compile:
# from there on Maven accepts a module's test folder as the test jar that other modules ask for.
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
        echo "hub: the build failed; see $log" >&2
        exit 1
    fi
    rm -f "$log"
}

# Runs a command of module local in the place of this shell: the JVM's options, `--`, the command and its arguments.
# Builds first what is older than its sources.
run_local() {
    local options=()
    while [[ $1 != -- ]]; do
        options+=("$1")
        shift
    done
    shift
    require_jdk
    if is_stale; then
        build
    fi
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC "${options[@]}" \
        -cp "$HUB_ROOT/local/target/quick/classes:$(<"$CLASSPATH_FILE")" io.tradinghub.local.LocalMain "$@"
}
