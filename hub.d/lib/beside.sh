# Runs programs of the back-tester in containers beside a hub that runs. To be sourced after compose.sh.
# shellcheck shell=bash

# Succeeds if the hub of this folder runs in containers.
hub_runs() {
    [[ -f $HUB_ROOT/.env && -d $HUB_ROOT/secrets ]] && command -v docker >/dev/null &&
        [[ -n $(compose ps --quiet --status running postgres 2>/dev/null) ]]
}

# Runs a program in the place of this shell, in a container of the bot's image $1, in the hub's network $2, as the user
# who calls: the options of docker, `--`, the program's class and its arguments. It gives way to the bots.
run_beside_the_hub() {
    local image version options=()
    version=$(setting HUB_VERSION)
    image=trading-hub/$(module_of "$1"):${version:-dev}
    options=(--network "$(setting COMPOSE_PROJECT_NAME)_$2")
    shift 2
    while [[ $1 != -- ]]; do
        options+=("$1")
        shift
    done
    shift
    [[ ! -t 2 ]] || options+=(--tty)
    mkdir -p "$HUB_ROOT/data/candles"
    exec docker run --rm --init --no-healthcheck --user "$(id -u):$(id -g)" --read-only --cap-drop ALL \
        --security-opt no-new-privileges:true --pids-limit 128 --memory 1g --cpu-shares 128 --tmpfs /tmp --workdir "$PWD" \
        --volume "$HUB_ROOT/data/candles:$HUB_ROOT/data/candles" "${options[@]}" --entrypoint /app/backtest "$image" "$@"
}
