# Functions of the commands that look at bots. To be sourced after compose.sh. What bots say of themselves in the stores is
# read here and by ./hub flatten alone. Each function gives up after some seconds, whatever a store or the engine does.
# shellcheck shell=bash

# A process that runs renews its row in bot_health every 10 s.
HUB_SILENT_AFTER=60

# Prints a line per container, between bars: service, when its process started, how often the engine started it anew, and
# what its health check said last.
processes() {
    local ids
    ids=$(cd "$HUB_ROOT" && timeout 15 docker compose ps --all --quiet 2>/dev/null) || return 0
    # shellcheck disable=SC2086 # one word per container
    timeout 15 docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}}|{{.State.StartedAt}}|{{.RestartCount}}|{{if .State.Health}}{{range .State.Health.Log}}{{printf "%q" .Output}}|{{end}}{{end}}' \
        $ids 2>/dev/null | awk -F '|' '{ said = NF > 4 ? $(NF - 1) : ""; gsub(/^"|"$/, "", said); gsub(/(\\n)+$/, "", said); gsub(/\\n/, "; ", said)
            gsub(/\\"/, "\"", said); print $1 "|" $2 "|" $3 "|" said }' || true
}

# Prints a line per bot of which PostgreSQL knows something, between bars: its name; what it holds; how many seconds old its
# newest word is; what it does, what that is about, and for how many seconds; what a process does that stands by, and
# what that is about; what was said when the rule ended entries that it names. Fails if PostgreSQL does not answer.
bots_in_postgres() {
    sql -tA -v silent="$HUB_SILENT_AFTER" 2>/dev/null <<'SQL'
WITH held AS (
    SELECT bot_id, string_agg(trim_scale(qty) || ' ' || category || ':' || symbol, ', ' ORDER BY category, symbol) AS what
    FROM positions WHERE qty <> 0 GROUP BY bot_id),
said AS (
    SELECT bot_id, process, work, translate(detail, E'|\n', '/ ') AS detail, extract(epoch FROM now() - seen_at)::int AS age,
           extract(epoch FROM now() - since)::int AS lasts
    FROM bot_health)
SELECT b.bot_id, held.what, h.age, h.work, h.detail, h.lasts, s.work, s.detail,
       (SELECT translate(e.detail, E'|\n', '/ ') FROM risk_events e
        WHERE e.bot_id = b.bot_id AND e.rule = h.detail ORDER BY e.at DESC LIMIT 1)
FROM (SELECT bot_id FROM held UNION SELECT bot_id FROM bot_health) b
LEFT JOIN held ON held.bot_id = b.bot_id
LEFT JOIN said h ON h.bot_id = b.bot_id AND h.process = 'HOLDER'
LEFT JOIN said s ON s.bot_id = b.bot_id AND s.process = 'STANDBY' AND s.age < :silent
ORDER BY 1;
SQL
}

# Prints who halted each target that is not resumed: target, kind, and who, between bars.
halts_in_postgres() {
    sql -tA 2>/dev/null <<'SQL'
SELECT target, CASE kind WHEN 'HALT' THEN 'HALTED' ELSE 'FLATTENING' END,
       format('by %s@%s at %s UTC (request %s: %s)', who, origin, to_char(asked_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), request_id, reason)
FROM (SELECT DISTINCT ON (target) * FROM control_requests WHERE kind <> 'ADOPT' ORDER BY target, request_id DESC) newest
WHERE kind <> 'RESUME';
SQL
}

# Asks Redis for the time of the newest price of each perpetual of $1, then for heartbeat, copies of halts and state of each bot of
# $2; each answer is one line.
bots_in_redis() {
    local symbol bot
    {
        for symbol in $1; do
            echo "EVAL \"local quote = redis.call('GET', KEYS[1]) return quote and string.match(quote, '\\\"t\\\":(%d+)')\" 1 md:quote:linear:$symbol"
        done
        for bot in $2; do
            printf '%s\n' "GET $bot:heartbeat" "GET control:halt:all" "GET control:halt:$bot" "GET $bot:state"
        done
    } | redis 2>/dev/null
}

# Prints what holds of bot $1: the stronger of its own halt and that of all, by the rows $2, else by the copies in Redis $3
# and $4; nothing if nobody halted it.
halt_of() {
    local bot=$1 rows=$2 copy
    awk -F '|' -v bot="$bot" '($1 == "all" || $1 == bot) && (found == "" || $2 == "FLATTENING") { found = $2 " " $3 } END { printf "%s", found }' <<<"$rows" |
        grep . && return 0
    for copy in "$3" "$4"; do
        case $copy in
            '' | RESUME*) ;;
            FLATTEN*) echo "FLATTENING by ${copy##* }, in redis alone" && return 0 ;;
            *) echo "HALTED by ${copy##* }, in redis alone" && return 0 ;;
        esac
    done
}

# Prints the value of name $1 in the state $2 of a bot, or nothing. Only for names that are there once.
state_value() {
    sed -n "s/.*\"$1\":\"\{0,1\}\([^\",}]*\).*/\1/p" <<<"$2"
}

# Prints what ends a bot's entries until a person decides, a line each, by its state in Redis $1.
undecided_in() {
    sed -n 's/.*"undecided":\["\(.*\)"\],"positions":.*/\1/p' <<<"$1" | sed 's/","/\n/g'
}

# Prints what a bot holds by its state in Redis $1, like `0.05 linear:BTCUSDT, 1 spot:ETHUSDT`.
held_by_state() {
    grep -oE '"instrument":"[^"]*","quantity":"[^"]*"' <<<"$1" | awk -F '"' '$8 !~ /^-?[0.]*$/ { printf "%s%s %s", sep, $8, $4; sep = ", " }'
}

# Prints words for seconds: 45 s, 12 min, 5 h, 3 d.
duration() {
    if (($1 < 120)); then
        echo "$1 s"
    elif (($1 < 7200)); then
        echo "$(($1 / 60)) min"
    elif (($1 < 172800)); then
        echo "$(($1 / 3600)) h"
    else
        echo "$(($1 / 86400)) d"
    fi
}
