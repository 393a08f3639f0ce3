# Builds and runs programs of the hub on this machine. To be sourced after java.sh.
# shellcheck shell=bash

# Prints the file that lists the libraries of a module; it is written last by a build.
classpath_file() {
    echo "$HUB_ROOT/$1/target/quick/classpath"
}

# Succeeds if nothing was built yet, or a source or build file is newer than what was built from it.
is_stale() {
    local file
    file=$(classpath_file "$1")
    [[ ! -f $file ]] || [[ -n $(find "$HUB_ROOT" \( -name target -o -name .git -o -path "$HUB_ROOT/data" \) -prune -o \
        \( -path '*/src/main/*' -o -name pom.xml \) -newer "$file" -print -quit) ]]
}

# Builds modules with the profile that leaves the gates to `mvn verify`. It compiles no test, but runs the phase
# test-compile: from there on Maven accepts a module's test folder as the test jar that other modules ask for.
build() {
    require_maven
    echo "hub: building" >&2
    local log module
    log=$(mktemp "${TMPDIR:-/tmp}/hub-build.XXXXXX")
    if ! (cd "$HUB_ROOT" && MAVEN_OPTS="${MAVEN_OPTS:-} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC" \
        mvn -q -B -Pquick -pl "$(paste -sd , <(printf '%s\n' "$@"))" -am test-compile -Dmaven.test.skip=true \
        dependency:build-classpath -Dmdep.outputFile=target/quick/classpath -DincludeScope=runtime) >"$log" 2>&1; then
        for module in "$@"; do
            rm -f "$(classpath_file "$module")"
        done
        grep -E '^\[ERROR\]' "$log" | head -n 20 >&2 || true
        echo "hub: the build failed; see $log" >&2
        exit 1
    fi
    rm -f "$log"
    for module in "$@"; do
        # Maven leaves a list as it was when no library changed
        touch "$(classpath_file "$module")"
    done
}

# Runs a program in the place of this shell: the modules that it needs, `--`, its class and its arguments. Builds first
# what is older than its sources. The array JVM_OPTIONS may have further options.
run_module() {
    local modules=() path='' module
    while [[ $1 != -- ]]; do
        modules+=("$1")
        shift
    done
    shift
    require_jdk
    for module in "${modules[@]}"; do
        if is_stale "$module"; then
            build "${modules[@]}"
            break
        fi
    done
    for module in "${modules[@]}"; do
        path+=${path:+:}$HUB_ROOT/$module/target/quick/classes:$(<"$(classpath_file "$module")")
    done
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC ${JVM_OPTIONS[@]+"${JVM_OPTIONS[@]}"} -cp "$path" "$@"
}

# Runs a command of module local: the JVM's options, `--`, the command and its arguments.
run_local() {
    JVM_OPTIONS=()
    while [[ $1 != -- ]]; do
        JVM_OPTIONS+=("$1")
        shift
    done
    shift
    run_module local -- io.tradinghub.local.LocalMain "$@"
}
