#!/usr/bin/env bash
# is this machine fit, and are all doors shut?
#
# usage: ./hub doctor [--host]
#
#   --host    only the machine; the containers are not looked at
#
# Looks at versions, clock, memory, disk, ports, domain, file modes and backups; and, where the hub runs, tries its doors from the wrong side:
# what each container may do, where secrets could show, what answers from outside, and what a bot can do with its credentials that it must not.
# Exit code 1 when something is wrong; a warning alone does not count.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
[[ $# == 0 || $* == --host ]] || fail "doctor does not know '$*' (see ./hub doctor --help)"

bad=0
good() { printf 'ok    %s\n' "$*"; }
warn() { printf 'warn  %s\n' "$*"; }
wrong() {
    printf 'BAD   %s\n' "$*"
    bad=$((bad + 1))
}

check_clock() {
    local synchronised
    synchronised=$(timedatectl show -p NTPSynchronized --value 2>/dev/null || true)
    case $synchronised in
        yes) good "clock is synchronised" ;;
        no) wrong "clock is not synchronised: timedatectl set-ntp true (Bybit refuses orders that are 5 s off)" ;;
        *) warn "clock: whether it is synchronised cannot be told here (no timedatectl)" ;;
    esac
}

check_memory_and_disk() {
    local memory disk least=3500 overcommit
    [[ $(setting CANDLE_STORE) != postgres ]] || least=900
    memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
    if ((memory >= least)); then good "memory $memory MB"; else wrong "memory $memory MB, $least MB are needed$([[ $least == 900 ]] || echo ', or ./hub init --lite')"; fi
    disk=$(df -Pm "$(docker info -f '{{.DockerRootDir}}' 2>/dev/null || echo /)" 2>/dev/null | awk 'NR == 2 { print $4 }')
    disk=${disk:-$(df -Pm / | awk 'NR == 2 { print $4 }')}
    if ((disk >= 10000)); then good "disk: $disk MB free"; elif ((disk >= 3000)); then warn "disk: only $disk MB free"; else wrong "disk: $disk MB free, 3000 are needed"; fi
    overcommit=$(cat /proc/sys/vm/overcommit_memory 2>/dev/null || echo 1)
    [[ $overcommit == 1 ]] || warn "vm.overcommit_memory is $overcommit: Redis may fail to save under memory pressure; sysctl vm.overcommit_memory=1"
}

check_files() {
    local mode name file
    if [[ ! -d $HUB_ROOT/secrets ]]; then
        wrong "no secrets/ yet: ./hub init"
        return
    fi
    mode=$(stat -c %a "$HUB_ROOT/secrets")
    if [[ $mode == 700 ]]; then good "secrets/ is closed to other users"; else wrong "secrets/ has mode $mode: chmod 700 secrets"; fi
    while IFS= read -r name; do
        file=$HUB_ROOT/secrets/$name
        if [[ ! -f $file ]]; then
            wrong "secrets/$name is missing: ./hub init"
        elif [[ $(stat -c %a "$file") != *4 && $(stat -c %a "$file") != *6 ]]; then
            wrong "secrets/$name cannot be read by the container's user: chmod 444 secrets/$name"
        fi
    done < <(secret_files)
    if git -C "$HUB_ROOT" rev-parse --git-dir >/dev/null 2>&1; then
        if [[ -n $(git -C "$HUB_ROOT" ls-files secrets .env) ]]; then
            wrong "git holds secrets/ or .env: git rm --cached them, and change every password"
        else
            good "git holds neither secrets/ nor .env"
        fi
    fi
}

check_domain_and_ports() {
    local domain addresses port owner
    domain=$(setting HUB_DOMAIN)
    if [[ ${domain:-localhost} != localhost ]]; then
        addresses=$(getent ahosts "$domain" | awk '{ print $1 }' | sort -u | paste -sd ' ' || true)
        if [[ -n $addresses ]]; then good "$domain leads to $addresses; it must be this machine"; else wrong "$domain has no address: set an A record to this machine"; fi
    fi
    command -v ss >/dev/null || return 0
    for port in 80 443; do
        owner=$(ss -Hltnp "sport = :$port" | sed -n 's/.*users:(("\([^"]*\)".*/\1/p' | sort -u | paste -sd ' ')
        if [[ -n $owner && $owner != docker-proxy ]]; then wrong "port $port is taken by $owner, Caddy needs it"; fi
    done
}

check_backup() {
    local newest
    [[ -d $HUB_ROOT/data/backups ]] || {
        warn "no backup yet"
        return
    }
    newest=$(find "$HUB_ROOT/data/backups" -type f -printf '%T@\n' | sort -n | tail -n 1)
    if [[ -n $newest ]] && (($(date +%s) - ${newest%.*} < 93600)); then good "last backup is younger than 26 h"; else warn "no backup of the last 26 h"; fi
}

# One line per container: name, service, user, read-only, dropped, added, options, privileged, published ports, memory, pids, rotation.
check_containers() {
    local id service user read_only drop add options privileged memory pids rotation code
    for id in $(compose ps -q); do
        IFS='|' read -r service user read_only drop add options privileged memory pids rotation < <(docker inspect "$id" -f \
            '{{index .Config.Labels "com.docker.compose.service"}}|{{.Config.User}}|{{.HostConfig.ReadonlyRootfs}}|{{.HostConfig.CapDrop}}|{{.HostConfig.CapAdd}}|{{.HostConfig.SecurityOpt}}|{{.HostConfig.Privileged}}|{{.HostConfig.Memory}}|{{.HostConfig.PidsLimit}}|{{index .HostConfig.LogConfig.Config "max-size"}}')
        code=$bad
        [[ $user =~ ^[1-9][0-9]*: ]] || wrong "$service runs as '$user'"
        [[ $read_only == true ]] || wrong "$service can write its root"
        [[ $drop == '[ALL]' ]] || wrong "$service keeps capabilities: drops $drop"
        [[ $add == '[]' || ($service == caddy && $add =~ NET_BIND_SERVICE) ]] || wrong "$service adds capabilities: $add"
        [[ $options == *no-new-privileges:true* ]] || wrong "$service may gain privileges"
        [[ $privileged == false ]] || wrong "$service is privileged"
        ((memory > 0)) || wrong "$service has no memory limit"
        ((pids > 0)) || wrong "$service has no pid limit"
        [[ -n $rotation ]] || wrong "the log of $service is never rotated"
        ((code != bad)) || good "$service: user $user, read-only, no capabilities$([[ $add == '[]' ]] || echo " but $add"), bounded"
        # what the kernel says of the first process, whatever the engine promises
        check_process "$service" "$(docker inspect "$id" -f '{{.State.Pid}}')"
    done
}

check_process() {
    local status=/proc/$2/status effective
    [[ -r $status ]] || return 0
    effective=$(awk '/^CapEff/ { print $2 }' "$status")
    if [[ $(awk '/^Uid/ { print $2 }' "$status") == 0 ]]; then wrong "the first process of $1 is root"; fi
    if ((16#$effective & ~(1 << 10))); then wrong "the first process of $1 has capabilities $effective"; fi
    [[ $(awk '/^NoNewPrivs/ { print $2 }' "$status") == 1 ]] || wrong "the first process of $1 may gain privileges"
}

# No secret's text may stand where somebody looks who must not know it.
check_secrets_stay_secret() {
    local places id name value found=0
    places=$(mktemp -d)
    for id in $(compose ps -aq); do
        docker inspect "$id" >"$places/inspect-$id"
        docker logs "$id" >"$places/log-$id" 2>&1 || true
        docker history --no-trunc "$(docker inspect -f '{{.Image}}' "$id")" >"$places/image-$id"
    done
    ps -eo args >"$places/processes"
    compose config >"$places/compose"
    while IFS= read -r name; do
        value=$(cat "$HUB_ROOT/secrets/$name" 2>/dev/null || true)
        [[ ${#value} -ge 8 ]] || continue
        while IFS= read -r place; do
            wrong "the text of secrets/$name shows in ${place##*/}"
            found=1
        done < <(grep -lF -e "$value" -r "$places" || true)
    done < <(secret_files)
    rm -rf "$places"
    ((found == 1)) || good "no secret shows in docker inspect, logs, image layers, the process list or docker compose config"
}

check_published_ports() {
    local published
    published=$(compose ps --format '{{.Service}} {{.Ports}}' | grep -- '->' | grep -v '^caddy ' || true)
    if [[ -n $published ]]; then wrong "published past the firewall: $published"; else good "only Caddy publishes ports"; fi
    published=$(compose ps --format '{{.Service}} {{.Ports}}' | sed -n 's/^caddy //p' | tr ',' '\n' | sed -n 's/.*:\([0-9]*\)->.*/\1/p' | sort -un | paste -sd ' ')
    [[ -z $published || $published == '80 443' ]] || wrong "Caddy publishes $published, not 80 and 443"
}

# $1: what must not work; the rest: SQL as user $bot with its own password.
sql_as() {
    local user=$1 statement=$2
    # the password goes through standard input, not through the process list
    # shellcheck disable=SC2016 # the container's shell expands it
    compose exec -T postgres sh -c 'read -r PGPASSWORD; export PGPASSWORD; exec psql -X -At -v ON_ERROR_STOP=1 -h 127.0.0.1 -U "$1" -d hub -c "$2"' \
        psql "$user" "$statement" <"$HUB_ROOT/secrets/${user}_postgres_password" 2>&1
}

redis_as() {
    local user=$1
    shift
    # shellcheck disable=SC2016 # the container's shell expands it
    compose exec -T redis sh -c 'read -r REDISCLI_AUTH; export REDISCLI_AUTH; user=$1 && shift && exec redis-cli --no-auth-warning --user "$user" "$@"' \
        redis-cli "$user" "$@" <"$HUB_ROOT/secrets/${user}_redis_password" 2>&1
}

# $1: what is tried; $2: what a refusal looks like; the rest is the attempt.
must_refuse() {
    local what=$1 refusal=$2 answer
    shift 2
    answer=$("$@" || true)
    if grep -qE "$refusal" <<<"$answer"; then good "refused: $what"; else wrong "NOT refused: $what ($(head -c 120 <<<"$answer" | tr '\n' ' '))"; fi
}

must_work() {
    local what=$1 expected=$2 answer
    shift 2
    answer=$("$@" || true)
    if grep -qE "$expected" <<<"$answer"; then good "works: $what"; else wrong "does not work: $what ($(head -c 120 <<<"$answer" | tr '\n' ' '))"; fi
}

check_doors() {
    local one other denied='permission denied|must be owner|row-level security'
    one=$(bot_names | sed -n 1p)
    other=$(bot_names | sed -n 2p)
    must_work "$one enters PostgreSQL" "^$one\$" sql_as "$one" 'SELECT current_user'
    must_work "$one sees no row of another bot" '^0$' sql_as "$one" "SELECT count(*) FROM orders WHERE bot_id <> '$one'"
    must_work "$one changes no row of another bot" '^UPDATE 0$' sql_as "$one" "UPDATE orders SET status = status WHERE bot_id = '$other'"
    must_refuse "$one takes the lease of $other" 'row-level security' sql_as "$one" \
        "INSERT INTO bot_leases VALUES ('$other', 1000000, 'doctor', now())"
    must_refuse "$one makes a table" "$denied" sql_as "$one" 'CREATE TABLE x (y int)'
    must_refuse "$one writes candles" "$denied" sql_as "$one" 'DELETE FROM candles'
    must_refuse "$one becomes another role" "$denied" sql_as "$one" "SET ROLE $other"
    must_refuse "$one deletes its fills" "$denied" sql_as "$one" 'DELETE FROM fills'
    must_refuse "the recorder reads orders" "$denied" sql_as recorder 'SELECT count(*) FROM orders'
    must_refuse "Grafana deletes orders" "$denied|read-only transaction" sql_as grafana 'DELETE FROM orders'
    must_refuse "backup writes" "$denied" sql_as backup 'DELETE FROM orders'
    must_work "$one enters Redis" '^PONG$' redis_as "$one" PING
    must_work "$one writes its own keys" '^OK$' redis_as "$one" SET "$one:doctor" 1 EX 5
    must_refuse "$one reads keys of $other" NOPERM redis_as "$one" GET "$other:state"
    must_refuse "$one writes keys of $other" NOPERM redis_as "$one" SET "$other:position:BTCUSDT" 1
    must_refuse "$one writes market data" NOPERM redis_as "$one" XADD md:kline:linear:1:BTCUSDT '*' c 1
    must_refuse "$one lifts the halt" NOPERM redis_as "$one" DEL hub:halt
    must_refuse "$one empties Redis" NOPERM redis_as "$one" FLUSHALL
    must_refuse "$one lists all keys" NOPERM redis_as "$one" KEYS '*'
    must_refuse "$one reads the users" NOPERM redis_as "$one" ACL LIST
    must_refuse "the recorder reads a bot's keys" NOPERM redis_as recorder GET "$one:state"
    must_refuse "Grafana writes to Redis" NOPERM redis_as grafana SET hub:halt x
    must_refuse "nobody enters Redis without a name" 'NOAUTH|WRONGPASS' compose exec -T redis redis-cli PING
    [[ $(setting CANDLE_STORE) == postgres ]] || check_influx_doors "$one"
}

influx_as() {
    local user=$1 method=$2 path=$3
    # shellcheck disable=SC2016 # the container's shell reads the token from standard input
    compose exec -T influxdb bash -c 'read -r token; curl -s -o /dev/null -w "%{http_code}" -X "$1" -H @<(echo "Authorization: Token $token") -H "Content-Type: text/plain" --data-binary "${3-}" "http://127.0.0.1:8086$2"' \
        curl "$method" "$path" "${4-}" <"$HUB_ROOT/secrets/tokens/${user}_influx_token" 2>&1
}

check_influx_doors() {
    local one=$1 write='/api/v2/write?org=hub&bucket=market_data&precision=ms'
    must_work "the recorder may write candles to InfluxDB" '^204$' influx_as recorder POST "${write/market_data/telemetry}" "doctor,door=open value=1"
    must_refuse "$one writes candles to InfluxDB" '^(401|403)$' influx_as "$one" POST "$write" "kline,symbol=X close=1"
    must_refuse "Grafana writes to InfluxDB" '^(401|403)$' influx_as grafana POST "$write" "kline,symbol=X close=1"
    must_refuse "$one deletes candles from InfluxDB" '^(401|403)$' influx_as "$one" POST '/api/v2/delete?org=hub&bucket=market_data' \
        '{"start":"2001-01-01T00:00:00Z","stop":"2001-01-02T00:00:00Z"}'
}

echo "machine"
require_docker
good "Docker $(docker version -f '{{.Server.Version}}'), Compose $(docker compose version --short)"
check_clock
check_memory_and_disk
check_files
check_domain_and_ports
check_backup
if [[ $* != --host && -f $HUB_ROOT/.env && -n $(compose ps -q) ]]; then
    echo
    echo "containers"
    check_containers
    check_published_ports
    check_secrets_stay_secret
    echo
    echo "doors"
    if [[ $(compose ps --format '{{.Service}} {{.Health}}' | grep -cE '^(postgres|redis) healthy$') == 2 ]]; then
        check_doors
    else
        wrong "postgres or redis is not healthy, so their doors cannot be tried"
    fi
fi
echo
if ((bad > 0)); then
    echo "$bad things are wrong"
    exit 1
fi
echo "all is well"
