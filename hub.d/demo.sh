#!/usr/bin/env bash
# run the whole hub in one JVM with a simulated exchange; needs a JDK 25 and Maven, or Docker
#
# usage: ./hub demo [OPTION...]
#
# Runs a simulated exchange, the recorder, three bots that trade on paper, PostgreSQL and Redis: no account, no keys.
# Ctrl-C ends all of them; the next run continues with the positions it finds. The first run builds the hub, which takes
# a minute or two and downloads its libraries.
#
#   --minutes N        end after N minutes of real time; without it, run until Ctrl-C
#   --speed N          seconds of market time per second, 1 to 3600; without it 60
#   --seed N           seed of the synthetic market; without it 1
#   --candles FILE...  replay candles from CSV files (gzip or not) instead of the synthetic market, and compare them at
#                      the end with the stored ones
#   --accounts         let each bot trade in an account of the simulated exchange, through the adapter that trades at
#                      Bybit, instead of on paper; at the end ledger and exchange are compared to the last digit;
#                      accounts end with the run, so it cannot be continued; with --speed 60 at most
#   --fresh            delete what earlier runs left
#   --data FOLDER      keep everything there instead of in data/demo: a new or empty folder, or one of an earlier demo
#   --docker           run in a container even if a JDK 25 and Maven are here
#
# Alerts go the way that ALERTS in .env says for the hub; in a container, which has no network, nowhere.
#
# The name of a file says what it holds: linear-BTCUSDT-1m.csv (candles of the perpetual), spot-BTCUSDT-1m.csv.gz,
# linear-BTCUSDT-funding.csv; a name may have more before it, with a '-', and after it, with a '-' or '_'. All candles
# have the same length. The first line is the header: start_ms,open,high,low,close,volume,turnover or, for funding,
# ts_ms,funding_rate. The third bot trades coins that have spot and linear candles.
#
# Without a JDK 25 or Maven the demo runs in a container that has no network and no rights and keeps its data in the
# Docker volume trading-hub-demo (or HUB_DEMO_VOLUME). It runs on Linux and macOS.
#
# Exit code 0: all is well; 1: bots, books or candles are wrong at the end; 2: wrong arguments.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/java.sh
source "$HUB_ROOT/hub.d/lib/java.sh"
# shellcheck source=hub.d/lib/local.sh
source "$HUB_ROOT/hub.d/lib/local.sh"
help_if_asked "$0" "$@"

# Refuses unknown options, missing values and missing files before it spends minutes on building.
check() {
    local argument option='' owed=''
    for argument in "$@"; do
        if [[ $argument == -* ]]; then
            [[ -z $owed ]] || fail "$owed needs a value (see ./hub demo --help)"
            option=${argument%%=*}
            case $option in
                --minutes | --speed | --seed | --data | --candles) owed=$option ;;
                --fresh | --accounts | --docker) option='' ;;
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

# Rewrites the arguments for the container, where the folder of each candle file is mounted under a number. Sets
# ARGUMENTS and MOUNTS.
translate() {
    local argument file='' folder
    ARGUMENTS=() MOUNTS=()
    for argument in "$@"; do
        case $argument in
            --data | --data=*)
                fail "in a container the demo keeps its data in the volume trading-hub-demo; leave out --data"
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

# Runs the demo in a container, which is removed however the demo ends.
in_container() {
    local name=trading-hub-demo-$$ terminal=()
    translate "$@"
    echo "hub: building the image of the demo (minutes, the first time)" >&2
    docker build --quiet ${BUILD_NETWORK:+--network "$BUILD_NETWORK"} --target demo --tag trading-hub/demo:dev "$HUB_ROOT" >/dev/null
    [[ ! -t 0 || ! -t 1 ]] || terminal=(--interactive --tty)
    # shellcheck disable=SC2064 # expands the name now
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

# Alerts of the demo go the way that .env says for the hub.
while IFS= read -r line; do
    export "${line?}"
done < <(grep -E '^ALERT[A-Z_]*=.' "$HUB_ROOT/.env" 2>/dev/null || true)
export SECRETS_DIR=$HUB_ROOT/secrets

run_local -XX:TieredStopAtLevel=1 -Xmx512m --enable-native-access=ALL-UNNAMED "-Dhub.data=$HUB_ROOT/data/demo" -- demo "$@"
