# Finds Maven, and a JDK 25 where Maven's toolchain discovery also looks. To be sourced.
# shellcheck shell=bash

HUB_JAVA_VERSION=25

# Succeeds if the folder holds a JDK with a compiler that is new enough.
is_good_jdk() {
    local major
    [[ -n $1 && -x $1/bin/java && -x $1/bin/javac && -r $1/release ]] || return 1
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [[ $major =~ ^[0-9]+$ ]] && ((major >= HUB_JAVA_VERSION))
}

# Prints every folder where a JDK may be, preferred ones first, one per line.
jdk_candidates() {
    echo "${JAVA_HOME:-}"
    local name
    for name in $(compgen -e | grep -E '^(JDK|JAVA)[0-9_]*_?HOME(_[0-9]+.*)?$' || true); do
        echo "${!name}"
    done
    local found
    if found=$(command -v java); then
        dirname "$(dirname "$(readlink -f "$found" 2>/dev/null || echo "$found")")"
    fi
    local folder
    for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.m2/jdks/* \
        "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
        echo "$folder"
    done
}

# Prints the home of the first good JDK.
find_jdk() {
    local home
    while IFS= read -r home; do
        if is_good_jdk "$home"; then
            echo "$home"
            return 0
        fi
    done < <(jdk_candidates)
    return 1
}

# Sets JAVA_HOME, or ends the program with one line that says what to do.
require_jdk() {
    if ! JAVA_HOME=$(find_jdk); then
        echo "hub: no JDK $HUB_JAVA_VERSION found; install one (https://adoptium.net) or set JAVA_HOME to it (./hub demo also runs with Docker alone)" >&2
        exit 2
    fi
    export JAVA_HOME
}

require_maven() {
    if ! command -v mvn >/dev/null; then
        echo "hub: Maven (mvn) not found; install 3.8.7 or newer, for example with your package manager" >&2
        exit 2
    fi
}
