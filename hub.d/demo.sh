#!/usr/bin/env bash
# the whole hub in one JVM, with a simulated exchange: needs a JDK 25 and Maven, or Docker
#
# usage: ./hub demo [OPTION...]
#
# A simulated exchange, the recorder, three bots that trade on paper, PostgreSQL and Redis: no account, no keys. Ctrl-C ends it and leaves nothing
# running; the next run goes on from the positions it finds. The first run builds the hub, which takes a minute or two and downloads its libraries.
#
#   --minutes N        ends after N minutes by the clock on the wall; without it, runs until Ctrl-C
#   --speed N          seconds of market time per second, 1 to 3600; without it 60
#   --seed N           another synthetic market for another number; without it 1
#   --candles FILE...  replays candles from CSV files, gzip or not, instead of the synthetic market, and at the end compares what was stored with them
#   --fresh            throws away what earlier runs left
#   --data FOLDER      keeps everything there instead of in data/demo: a new or empty folder, or one of an earlier demo
#   --docker           runs in a container although a JDK 25 and Maven are here
#
# The name of a file says what is inside: linear-BTCUSDT-1m.csv (candles of the perpetual), spot-BTCUSDT-1m.csv.gz, linear-BTCUSDT-funding.csv; more
# may stand before it with a '-' and behind it with a '-' or '_'. All candles have one length. The first line is the header:
# start_ms,open,high,low,close,volume,turnover or, for funding, ts_ms,funding_rate. The third bot trades where a coin has spot and linear candles.
#
# Where there is no JDK 25 or no Maven the demo runs in a container: without network, without rights, with its data in the Docker volume
# trading-hub-demo (or HUB_DEMO_VOLUME). It runs on Linux and macOS.
#
# The exit code is 0 when all is well, 1 when the bots, the books or the candles are not as they must be at the end, 2 when it was called wrongly.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/java.sh
source "$HUB_ROOT/hub.d/lib/java.sh"
help_if_asked "$0" "$@"

CLASSPATH_FILE="$HUB_ROOT/local/target/quick/classpath"

# Refuses what cannot work before minutes go into building: an unknown option, a missing value, a file that is not there.
check() {
    local argument option='' owed=''
    for argument in "$@"; do
        if [[ $argument == -* ]]; then
            [[ -z $owed ]] || fail "$owed needs a value (see ./hub demo --help)"
            option=${argument%%=*}
            case $option in
                --minutes | --speed | --seed | --data | --candles) owed=$option ;;
                --fresh | --docker) option='' ;;
                *) fail "demo does not know '$option' (see ./hub demo --help)" ;;
            esac
            [[ $argument == *=* ]] || continue
            argument=${argument#*=}
        fi
        case $option in
            '') fail "demo does not know '$argument' (see ./hub demo --help)" ;;
            --candles) [[ -f $argument ]] || fail "there is no file $argument" ;;
            *) option='' ;;
        esac
        owed=''
    done
    [[ -z $owed ]] || fail "$owed needs a value (see ./hub demo --help)"
}

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

# The same arguments as the container knows them: the folders of candle files are mounted, each under a number. Sets ARGUMENTS and MOUNTS.
translate() {
    local argument file='' folder
    ARGUMENTS=() MOUNTS=()
    for argument in "$@"; do
        case $argument in
            --data | --data=*)
                fail "--data is not for the demo in a container, which keeps its data in the volume trading-hub-demo"
                ;;
            --candles=*)
                file=yes
                ARGUMENTS+=(--candles)
                argument=${argument#--candles=}
                ;;
            --candles) file=next ;;
            -*) file='' ;;
        esac
        if [[ $file == yes ]]; then
            folder=$(cd "$(dirname "$argument")" && pwd -P)
            MOUNTS+=(--mount "type=bind,source=$folder,target=/candles/${#MOUNTS[@]},readonly")
            argument=/candles/$((${#MOUNTS[@]} - 2))/$(basename "$argument")
        fi
        [[ $file != next ]] || file=yes
        ARGUMENTS+=("$argument")
    done
}

# The demo in a container that is gone when it ends, however it ends.
in_container() {
    local name=trading-hub-demo-$$ terminal=()
    translate "$@"
    echo "hub: building the image of the demo (the first time takes minutes)" >&2
    docker build --quiet ${BUILD_NETWORK:+--network "$BUILD_NETWORK"} --target demo --tag trading-hub/demo:dev "$HUB_ROOT" >/dev/null
    [[ ! -t 0 || ! -t 1 ]] || terminal=(--interactive --tty)
    # shellcheck disable=SC2064 # the name of now
    trap "docker stop $name >/dev/null 2>&1 || true" EXIT
    docker run --rm --name "$name" ${terminal[@]+"${terminal[@]}"} --init --network none --read-only --cap-drop ALL \
        --security-opt no-new-privileges --memory 1536m --pids-limit 512 --stop-timeout 90 --tmpfs /tmp \
        --mount "type=volume,source=${HUB_DEMO_VOLUME:-trading-hub-demo},target=/data" ${MOUNTS[@]+"${MOUNTS[@]}"} trading-hub/demo:dev ${ARGUMENTS[@]+"${ARGUMENTS[@]}"}
}

docker_answers() {
    command -v docker >/dev/null && docker version >/dev/null 2>&1
}

check "$@"
wanted=()
container=''
for argument in "$@"; do
    if [[ $argument == --docker ]]; then container=yes; else wanted+=("$argument"); fi
done
set -- ${wanted[@]+"${wanted[@]}"}
if ! find_jdk >/dev/null || ! command -v mvn >/dev/null; then
    if [[ -z $container ]] && docker_answers; then
        echo "hub: no JDK $HUB_JAVA_VERSION with Maven here, so the demo runs in a container" >&2
        container=yes
    fi
fi
if [[ -n $container ]]; then
    in_container "$@"
    exit
fi

require_jdk
if is_stale; then
    build
fi
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m --enable-native-access=ALL-UNNAMED "-Dhub.data=$HUB_ROOT/data/demo" \
    -cp "$HUB_ROOT/local/target/quick/classes:$(<"$CLASSPATH_FILE")" io.tradinghub.local.LocalMain demo "$@"
