#!/usr/bin/env bash
# check the machine, the containers, that bots work, and that nobody can do what they must not
#
# usage: ./hub doctor [--host | --trading | --access | --alerts]
#
#   --host      check the machine only
#   --trading   check only whether bots work, may enter, and watch what they hold
#   --access    check the containers and the access to them only (earlier name: --doors)
#   --alerts    only send a test message the way that alerts go, and ping the dead-man address
#
# Checks versions, clock, memory, disk, ports, domain, file modes, backups, whether anybody is told of alerts, and whether
# anybody outside notices a dead host. If the hub runs, it also checks whether its bots work, what each container may do, searches for secrets where they could show,
# looks for open ports, sends a test message the way that alerts go, and tries with every bot's own credentials what a bot
# must not be able to do. Exit code 1 if something is wrong; warnings do not count.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"
# shellcheck source=hub.d/lib/watch.sh
source "$HUB_ROOT/hub.d/lib/watch.sh"
case $* in
    '') part=all ;;
    --host) part=host ;;
    --trading) part=trading ;;
    --access | --doors) part=access ;;
    --alerts) part=alerts ;;
    *) fail "doctor does not know '$*' (see ./hub doctor --help)" ;;
esac

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
        no) wrong "clock is not synchronised: timedatectl set-ntp true (Bybit rejects orders whose time is 5 s off)" ;;
        *) warn "clock: cannot tell whether it is synchronised (no timedatectl)" ;;
    esac
}

check_memory_and_disk() {
    local memory disk least=3500 overcommit
    [[ $(setting CANDLE_STORE) != postgres ]] || least=900
    memory=$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)
    if ((memory >= least)); then good "memory $memory MB"; else wrong "memory $memory MB, but the hub needs $least MB$([[ $least == 900 ]] || echo ', or ./hub init --lite')"; fi
    disk=$(df -Pm "$(docker info -f '{{.DockerRootDir}}' 2>/dev/null || echo /)" 2>/dev/null | awk 'NR == 2 { print $4 }' || true)
    disk=${disk:-$(df -Pm / | awk 'NR == 2 { print $4 }')}
    if ((disk >= 10000)); then good "disk: $disk MB free"; elif ((disk >= 3000)); then warn "disk: only $disk MB free"; else wrong "disk: $disk MB free, but the hub needs 3000 MB"; fi
    overcommit=$(cat /proc/sys/vm/overcommit_memory 2>/dev/null || echo 1)
    [[ $overcommit == 1 ]] || warn "vm.overcommit_memory is $overcommit, so Redis may fail to save when memory is short: sysctl vm.overcommit_memory=1"
}

# A bot can fill this table, and then nothing on the host opens a connection.
check_connection_table() {
    local most now
    most=$(cat /proc/sys/net/netfilter/nf_conntrack_max 2>/dev/null || echo 0)
    now=$(cat /proc/sys/net/netfilter/nf_conntrack_count 2>/dev/null || echo 0)
    ((now * 4 < most * 3 || most == 0)) || warn "the kernel follows $now connections of at most $most: find who opens them (conntrack -L), or raise net.netfilter.nf_conntrack_max"
}

check_files() {
    local mode name file moves
    moves=$(moves_to_make)
    [[ -z $moves ]] || wrong "$moves"
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
            wrong "the container's user cannot read secrets/$name: chmod 444 secrets/$name"
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

# Prints the addresses of the name that this machine does not have, one per line.
foreign_addresses() {
    getent ahosts "$1" | awk '{ print $1 }' | sort -u | grep -vxF -f <(hostname -I | tr ' ' '\n' | sed '/^$/d' && printf '%s\n' 127.0.0.1 ::1) || true
}

check_domain() {
    local domain addresses foreign
    domain=$(setting HUB_DOMAIN)
    [[ ${domain:-localhost} != localhost ]] || return 0
    addresses=$(getent ahosts "$domain" | awk '{ print $1 }' | sort -u | paste -sd ' ' || true)
    foreign=$(foreign_addresses "$domain" | paste -sd ' ')
    if [[ -z $addresses ]]; then
        wrong "$domain has no address: set an A record to this machine"
    elif [[ -n $foreign ]]; then
        warn "$domain points to $foreign, not to this machine: correct the record, unless address translation is in between"
    else
        good "$domain points to this machine"
    fi
}

# Without root, ss does not tell who has a port; but while our Caddy does not run, it is somebody else.
check_ports() {
    local services port owner
    command -v ss >/dev/null || return 0
    services=$(compose config --services 2>/dev/null || true)
    [[ $'\n'$services$'\n' == *$'\ncaddy\n'* && -z $(compose ps -q caddy) ]] || return 0
    for port in 80 443; do
        [[ -n $(ss -Hltn "sport = :$port") ]] || continue
        owner=$(ss -Hltnp "sport = :$port" | sed -n 's/.*users:(("\([^"]*\)".*/ by \1/p' | sort -u | paste -sd ' ')
        wrong "port $port is taken$owner, and Caddy needs it: sudo ss -ltnp 'sport = :$port' shows who has it"
    done
}

check_backup() {
    local newest
    newest=$(backups | head -n 1)
    if [[ -z $newest ]]; then
        warn "no backup yet: ./hub backup"
    elif (($(date +%s) - $(stat -c %Y "$newest") < 93600)); then
        good "the last backup is younger than 26 h"
    else
        warn "the last backup, ${newest##*/}, is older than 26 h: ./hub backup"
    fi
}

# Positions are watched by programs; a person has to hear when they cannot.
check_alerts() {
    local ways
    # the name that older versions had
    ways=$(setting ALERTS) && ways=${ways:-$(setting HUB_ALERTS)}
    case ${ways:-none} in
        none) wrong "nobody is told of alerts: set ALERTS in .env (docs/settings.md)" ;;
        *) good "alerts go out by $ways" ;;
    esac
}

# A dead host sends no alert: somebody outside must miss its pings.
check_dead_man() {
    if [[ $(setting GUARDIAN_DEAD_MAN) == true ]]; then
        good "the guardian pings a dead-man address"
    else
        warn "nobody outside notices when this host is dead: ./hub init --dead-man (docs/guardian.md)"
    fi
}

# Checks for each bot whether its work goes on, whether it may enter, and whether what it holds is watched.
check_trading() {
    local rows halts bots bot held age work detail lasts standby_work standby_detail why
    if ! rows=$(bots_in_postgres) || ! halts=$(halts_in_postgres); then
        wrong "postgres does not tell how bots are: ./hub status"
        return
    fi
    bots=$(bot_names)
    while IFS= read -r bot; do
        [[ -n $bot ]] || continue
        IFS='|' read -r _ held age work detail lasts standby_work standby_detail why < <(grep "^$bot|" <<<"$rows") || true
        if [[ -z $age ]] || ((age >= HUB_SILENT_AFTER)); then
            work=SILENT
        fi
        check_bot
        [[ $standby_work != WAITING ]] || wrong "a second process of $bot waits for $standby_detail"
    done < <(cut -d '|' -f 1 <<<"$rows" | sort -u - <(printf '%s\n' "$bots"))
}

# Judges what check_trading read of a bot.
check_bot() {
    case $work in
        SILENT)
            if [[ -n $held ]]; then
                wrong "$bot holds $held and does not run, or is silent: ./hub up $bot"
            elif grep -qx "$bot" <<<"$bots"; then
                warn "$bot does not run, or is silent; it holds nothing: ./hub up $bot"
            fi
            ;;
        WAITING) wrong "$bot has waited for $(duration "$lasts") for $detail" ;;
        HALTED | FLATTENING) wrong "$bot enters nothing: $(halt_of "$bot" "$halts" '' '' || echo "$work") (./hub resume)" ;;
        ENTRIES_OFF) wrong "$bot enters nothing: $detail${why:+, $why} (docs/troubleshooting.md#risk-events)" ;;
        WARMING_UP) warn "$bot warms up: $detail" ;;
        *) good "$bot works${held:+ and watches $held}" ;;
    esac
}

# Checks the rights and limits that the engine gave each container.
check_containers() {
    local id service user read_only drop add options privileged memory pids rotation code
    for id in $(compose ps -aq); do
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
        [[ -n $rotation ]] || wrong "nothing rotates the log of $service"
        ((code != bad)) || good "$service: user $user, read-only, no capabilities$([[ $add == '[]' ]] || echo " but $add"), bounded"
        # asks the kernel, too, whatever the engine promises
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

# Searches for the text of every secret where others could read it.
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
        done < <(grep -lF -f <(printf '%s\n' "$value") -r "$places" || true)
    done < <(secret_files)
    rm -rf "$places"
    ((found == 1)) || good "no secret shows in docker inspect, logs, image layers, the process list or docker compose config"
}

check_published_ports() {
    local published
    published=$(compose ps --format '{{.Service}} {{.Ports}}' | grep -- '->' | grep -v '^caddy ' || true)
    if [[ -n $published ]]; then wrong "ports published past the firewall: $published"; else good "only Caddy publishes ports"; fi
    published=$(compose ps --format '{{.Service}} {{.Ports}}' | sed -n 's/^caddy //p' | tr ',' '\n' | sed -n 's/.*:\([0-9]*\)->.*/\1/p' | sort -un | paste -sd ' ')
    [[ -z $published || $published == '80 443' ]] || wrong "Caddy publishes $published, not 80 and 443"
}

# Tries from inside each running bot's container what it reaches: the stores and the simulated exchange, but neither another
# container of the hub nor what throws faults at the exchange's clients. Whoever refuses a connection has been reached, too.
check_networks() {
    local table bot answers answer
    # one line for each container: service, running or not, addresses
    # shellcheck disable=SC2046 # one word per container
    table=$(docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}} {{.State.Running}}{{range .NetworkSettings.Networks}} {{.IPAddress}}{{end}}' $(compose ps -q))
    for bot in $(bot_names); do
        grep -q "^$bot true" <<<"$table" || continue
        # shellcheck disable=SC2016 # the container's shell expands it
        answers=$(awk -v bot="$bot" '
            BEGIN { port["postgres"] = 5432; port["redis"] = 6379; port["influxdb"] = 8086; port["grafana"] = 3000; port["caddy"] = 443; port["bybit-sim"] = 8099 }
            $2 != "true" || $1 == bot { next }
            $1 == "bybit-sim" { for (i = 3; i <= NF; i++) print "shut", "control-of-bybit-sim", $i, 8098 }
            $1 ~ /^(postgres|redis|influxdb|bybit-sim)$/ { print "must", $1, $1, port[$1]; next }
            { for (i = 3; i <= NF; i++) print "never", $1, $i, ($1 in port) ? port[$1] : 1 }' <<<"$table" |
            compose exec -T "$bot" bash -c '
                try() {
                    said=$(timeout 1 bash -c "exec 3<>/dev/tcp/$3/$4" 2>&1) && said=open
                    case $1:$said in
                        never:open | never:*refused* | shut:open) echo "reaches $2 at $3:$4" ;;
                        must:open | never:* | shut:*) ;;
                        *) echo "does not reach $2:$4" ;;
                    esac
                }
                while read -r rule service address port; do
                    # leaves room for the bot in its limit of processes
                    while (($(jobs -rp | wc -l) >= 24)); do wait -n; done
                    try "$rule" "$service" "$address" "$port" &
                done
                wait' 2>&1) || answers="the check did not run: $answers"
        if [[ -z $answers ]]; then
            good "$bot reaches the stores and no other container of the hub"
        else
            while IFS= read -r answer; do wrong "$bot: $answer"; done <<<"$answers"
        fi
    done
}

# Looks from inside each running bot's container how many connections the kernel gives it to one port of a store.
check_connections() {
    local bot low high
    for bot in $(bot_names); do
        read -r low high < <(compose exec -T "$bot" cat /proc/sys/net/ipv4/ip_local_port_range </dev/null 2>/dev/null) || continue
        if ((high - low < 48)); then
            good "$bot can have $((high - low + 1)) connections to a store at one time"
        else
            wrong "$bot can have so many connections to a store that nobody else gets one: ./hub up $bot"
        fi
    done
}

# Looks for halts under the keys of earlier versions, which no bot reads any more.
check_old_halts() {
    local keys answer
    # shellcheck disable=SC2046 # one word per bot
    keys="hub:halt $(printf '%s:halt ' $(bot_names))"
    answer=$(redis <<<"EXISTS $keys" || true)
    [[ $answer =~ ^0*$ ]] || wrong "a halt stands under a key of an earlier version, which bots do not read: ./hub up keeps it under its new key"
}

# Opens more connections to Redis than anybody may hold, and looks how many are left when its watch has looked.
check_redis_ceilings() {
    local left bound
    bound=$(redis <<<'CONFIG GET maxmemory-clients' | sed -n 2p || true)
    if [[ ${bound:-0} =~ ^0*$ ]]; then
        wrong "Redis does not bound what its clients take of memory, so one can end it: ./hub up redis"
    else
        good "Redis bounds what its clients take of memory: $((bound >> 20)) MB"
    fi
    left=$( (cd "$HUB_ROOT" && timeout 60 docker compose exec -T redis bash -s) 2>/dev/null <<'CONNECTIONS' || true
for _ in $(seq 40); do
    exec {line}<>/dev/tcp/127.0.0.1/6379 || continue
    lines+=("$line")
done
sleep 6
left=0
for line in "${lines[@]}"; do
    if printf 'PING\r\n' >&"$line" && read -r -t 2 _ <&"$line"; then left=$((left + 1)); fi
done
echo "$left"
CONNECTIONS
    )
    if [[ ! $left =~ ^[0-9]+$ ]]; then
        wrong "the connections to Redis could not be tried"
    elif ((left <= 16)); then
        good "of 40 connections to Redis by one user, $left are left"
    else
        wrong "one user can hold $left connections to Redis and keep the others out: ./hub up redis"
    fi
}

# Tries with each account's own credentials what it must not be able to do. `db`, which has all of them, runs it.
check_access() {
    local answers
    if ! answers=$(compose --progress quiet run --rm --no-deps -T db doors </dev/null 2>&1); then
        bad=$((bad + $(grep -c '^BAD' <<<"$answers" || true)))
        [[ $answers == *BAD* ]] || wrong "the access checks did not run"
    fi
    echo "$answers"
}

# Sends a test message through every channel with the settings of now, pings the dead-man address, and says what was taken.
send_test_alert() {
    local answers
    if ! answers=$(compose --progress quiet run --rm --no-deps -T guardian test </dev/null 2>&1); then
        bad=$((bad + $(grep -c '^BAD' <<<"$answers" || true)))
        [[ $answers == *BAD* ]] || wrong "the test message was not sent"
    fi
    echo "$answers"
}

# Ends the command.
conclude() {
    if ((bad > 0)); then
        echo "$bad checks failed"
        exit 1
    fi
    echo "all is well"
    exit
}

require_docker
if [[ $part == all || $part == host ]]; then
    echo "machine"
    good "Docker $(docker version -f '{{.Server.Version}}'), Compose $(docker compose version --short)"
    check_clock
    check_memory_and_disk
    check_connection_table
    check_files
    check_domain
    check_ports
    check_backup
    check_alerts
    check_dead_man
    echo
fi
if [[ $part == host ]]; then
    :
elif [[ $part == alerts ]]; then
    require_init
    send_test_alert
elif [[ ! -f $HUB_ROOT/.env || -z $(compose ps -q) ]]; then
    [[ $part == all ]] || fail "the hub does not run, so there is nothing to check; run ./hub up"
else
    if [[ $part != access ]]; then
        echo "trading"
        check_trading
        echo
    fi
    [[ $part != trading ]] || conclude
    echo "containers"
    check_containers
    check_published_ports
    check_secrets_stay_secret
    check_networks
    check_connections
    echo
    if [[ $part == all ]]; then
        echo "alerts"
        send_test_alert
        echo
    fi
    echo "access"
    if [[ $(compose ps --format '{{.Service}} {{.Health}}' | grep -cE '^(postgres|redis) healthy$') == 2 ]]; then
        check_access
        check_redis_ceilings
        check_old_halts
    else
        wrong "postgres or redis is not healthy, so the access to them cannot be checked"
    fi
    echo
fi
conclude
