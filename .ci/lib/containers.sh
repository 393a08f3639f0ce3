# shellcheck shell=bash
# A hub in containers for tests that need one: copies the project into a temporary folder, and removes what it made at the
# end. Whoever sources it sets `limit`, the seconds that everything may take. KEEP=1 leaves the hub running.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/hub-docker.XXXXXX")
began=$SECONDS
doing=start
export BUILDKIT_PROGRESS=quiet

step() {
    doing=$1
    printf '\n== %s (after %d s)\n' "$1" $((SECONDS - began))
    ((SECONDS - began <= limit)) || die "took more than $limit s"
}

# Prints the reason first and last: logs are long, and a reader may have only one end of them.
die() {
    trap - ERR TERM
    echo "${0##*/}: $*" >&2
    docker compose ps --all >&2 || true
    docker compose logs --no-color --tail 30 >&2 || true
    echo "${0##*/}: in '$doing' after $((SECONDS - began)) s: $*" >&2
    exit 1
}

# Ends with the code $1, without it with that of the command before.
clean_up() {
    local code=${1:-$?}
    if [[ -z ${KEEP:-} ]]; then
        COMPOSE_PROFILES=full docker compose down --volumes --remove-orphans >/dev/null 2>&1 || true
        docker volume rm hub-gate-demo >/dev/null 2>&1 || true
        docker images --format '{{.Repository}}:{{.Tag}}' | grep '^trading-hub/.*:hub-gate$' | xargs -r docker image rm >/dev/null 2>&1 || true
        cd / && rm -rf "$work"
    else
        echo "kept: cd $work"
    fi
    exit "$code"
}

# Copies the files that are or will be committed.
(cd "$root" && git ls-files --cached --others --exclude-standard | while IFS= read -r file; do
    [[ ! -f $file ]] || printf '%s\n' "$file"
done | tar -c -T -) | tar -C "$work" -x
cd "$work"
trap clean_up EXIT
trap 'die "line $LINENO failed: $BASH_COMMAND"' ERR
trap 'die "told to end"' TERM

sql() {
    docker compose exec -T postgres psql -X -At -U postgres -d hub -c "$1" </dev/null
}

# Waits up to $1 seconds until the command prints the text $2; the command follows.
await() {
    local deadline=$((SECONDS + $1)) wanted=$2 got=''
    shift 2
    while ((SECONDS < deadline)); do
        got=$("$@" 2>/dev/null || true)
        [[ $got != "$wanted" ]] || return 0
        sleep 2
    done
    die "after waiting: '$got', expected '$wanted' from: $*"
}

# Prints how many services of the combination are not as they should be.
unhealthy() {
    local wanted healthy
    wanted=$(docker compose config --services | wc -l)
    healthy=$(docker compose ps --all --format '{{.Service}} {{.State}} {{.Health}} {{.ExitCode}}' |
        grep -cE '^[a-z0-9_-]+ running healthy |^db exited +0$' || true)
    echo $((wanted - healthy))
}

# Fails unless every running position is the sum of its fills and Redis shows the same.
consistent() {
    [[ $(sql 'SELECT count(*) FROM position_checks WHERE summed_qty <> qty') == 0 ]] || die "a position is not the sum of its fills"
    [[ $(sql 'SELECT count(*) FROM orders o WHERE qty < (SELECT sum(qty_filled) FROM fills f WHERE (f.bot_id, f.order_id) = (o.bot_id, o.order_id))') == 0 ]] ||
        die "more was filled than an order asked for"
    local bot symbol quantity shown
    while IFS='|' read -r bot symbol quantity; do
        for _ in $(seq 15); do
            # shellcheck disable=SC2016 # the container's shell expands it
            shown=$(docker compose exec -T redis sh -c 'REDISCLI_AUTH=$(cat /run/secrets/redis_admin_password) exec redis-cli --user admin --no-auth-warning GET "$1"' \
                sh "$bot:positions" </dev/null | sed -n "s/.*\"linear:$symbol\":\"\([^\"]*\)\".*/\1/p")
            quantity=$(sql "SELECT trim_scale(qty) FROM positions WHERE bot_id = '$bot' AND category = 'linear' AND symbol = '$symbol'")
            if awk -v a="${shown:-0}" -v b="$quantity" 'BEGIN { exit !(a + 0 == b + 0) }'; then continue 2; fi
            sleep 1
        done
        die "$bot holds $quantity $symbol in the ledger and '$shown' in Redis"
    done < <(sql "SELECT bot_id, symbol, trim_scale(qty) FROM positions WHERE category = 'linear'")
}

# Makes a bot trade within minutes instead of days: one-minute candles, short averages, no costs to overcome.
nervous() {
    case $1 in
        bot_2_*) printf '%s\n' REVERSION_INTERVAL=1 REVERSION_LENGTH=5 REVERSION_ENTRY_SCORE=0.5 REVERSION_DISCOUNT=0 REVERSION_MAX_STRENGTH=100 ;;
        bot_3_*) printf '%s\n' ARBITRAGE_INTERVAL=1 ARBITRAGE_BASIS_LENGTH=5 ARBITRAGE_ENTRY_MARGIN=0 ARBITRAGE_SPOT_FEE=0 ARBITRAGE_PERPETUAL_FEE=0 ;;
        *) printf '%s\n' "$2_INTERVAL=1" "$2_FAST=2" "$2_SLOW=4" "$2_MIN_STRENGTH=0" "$2_STRENGTH_LENGTH=3" "$2_ENTRY_WINDOW=30" ;;
    esac >>"deploy/bots/$1.env"
}

build_network() {
    [[ -n ${BUILD_NETWORK:-} ]] || return 0
    { echo "services:" && docker compose config --services |
        grep -vE '^(postgres|redis|influxdb|grafana)$' | sed "s/.*/  &: {build: {network: ${BUILD_NETWORK}}}/"; } >docker-compose.network.yml.new
    mv docker-compose.network.yml.new docker-compose.network.yml
}

# Makes a fresh .env and fresh secrets; takes the arguments of ./hub init.
init() {
    rm -rf .env secrets
    ./hub init "$@" >/dev/null
    sed -i 's/^COMPOSE_PROJECT_NAME=.*/COMPOSE_PROJECT_NAME=hub-gate/; s/^BACKFILL_DAYS=.*/BACKFILL_DAYS=1/; s/^INTERVALS=.*/INTERVALS=1/' .env
    sed -i 's/^HUB_VERSION=.*/HUB_VERSION=hub-gate/' .env
    if [[ -n ${BUILD_NETWORK:-} ]]; then
        sed -i '/^COMPOSE_FILE=/s/$/:docker-compose.network.yml/' .env
        [[ -f docker-compose.network.yml ]] || echo 'services: {}' >docker-compose.network.yml
    fi
}

