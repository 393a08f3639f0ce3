# Functions of the commands that ask bots for something. To be sourced after compose.sh.
# shellcheck shell=bash

# Halts that PostgreSQL has not taken yet, a line each: kind, target, who, origin, time and reason between tabs.
HUB_UNWRITTEN=$HUB_ROOT/data/halts-without-row
HUB_WHO=${USER:-$(id -un)}
HUB_ORIGIN=$(hostname)

# Prints the words without what would break a line of ours.
one_line() {
    tr -d '\r' <<<"$*" | tr '\t\n' '  ' | sed 's/ *$//'
}

# Reads [BOT...] and --reason TEXT into the arrays `bots` and `targets` and the variable `reason`. A command with further
# options defines more_options, which takes the remaining arguments, sets `taken` to how many of them are its own, and
# fails on what it does not know.
control_arguments() {
    bots=() reason='no reason given'
    while (($# > 0)); do
        case $1 in
            --reason)
                [[ -n ${2:-} ]] || fail "--reason needs a value"
                reason=$(one_line "$2")
                shift 2
                ;;
            -*)
                taken=0
                declare -F more_options >/dev/null || fail "there is no option '$1' (see --help)"
                more_options "$@"
                shift "$taken"
                ;;
            *)
                bots+=("$1")
                shift
                ;;
        esac
    done
}

# Fills `targets` from `bots`: those, or all.
# shellcheck disable=SC2034 # the commands read it
find_targets() {
    local bot
    targets=(all)
    ((${#bots[@]} == 0)) || targets=("${bots[@]}")
    for bot in "${bots[@]}"; do
        require_bot "$bot"
    done
}

# Runs psql as the database's owner, and gives up after a moment: what a person asks must not wait for a store.
sql_soon() {
    (cd "$HUB_ROOT" && timeout 10 docker compose exec -T postgres psql -X -q -tA -U postgres -d hub -v ON_ERROR_STOP=1 "$@")
}

# Writes the row of a request and prints its number; fails if PostgreSQL does not take it within 10 s.
ask() {
    local kind=$1 target=$2 instrument=${3:-} who=${4:-$HUB_WHO} origin=${5:-$HUB_ORIGIN} asked_at=${6:-} why=${7:-$reason} id
    id=$(sql_soon -v kind="$kind" -v target="$target" -v instrument="$instrument" -v who="$who" -v origin="$origin" \
        -v asked_at="$asked_at" -v reason="$why" 2>/dev/null <<'SQL'
INSERT INTO control_requests (target, kind, instrument, who, origin, reason, asked_at)
VALUES (:'target', :'kind', nullif(:'instrument', ''), :'who', :'origin', :'reason', coalesce(nullif(:'asked_at', '')::timestamptz, now()))
RETURNING request_id;
SQL
    ) || return 1
    [[ $id =~ ^[0-9]+$ ]] || return 1
    echo "$id"
}

# Runs one command on the copy of a halt and prints Redis's answer once it is on disk; otherwise prints what is wrong and
# fails.
copy() {
    local answer='' saved=''
    if ! { read -r answer && read -r saved; } < <(printf '%s\n' "$1" 'WAITAOF 1 0 5000' | redis 2>/dev/null); then
        echo "redis does not answer"
        return 1
    fi
    case $answer in
        OOM*)
            echo "redis is full"
            return 1
            ;;
        OK | '' | [0-9]*) ;;
        *)
            echo "redis refused: $answer"
            return 1
            ;;
    esac
    case $saved in
        1) ;;
        0)
            echo "redis took it, but did not write it to disk within 5 s, so a power cut would undo it"
            return 1
            ;;
        *)
            echo "redis took it, and refused to say whether it is on disk: $saved"
            return 1
            ;;
    esac
    echo "$answer"
}

# The text that Redis keeps of a halt: kind, number of the request, and who.
halt_text() {
    echo "\"$1 $2 ${HUB_WHO//[^a-zA-Z0-9_.-]/_}@${HUB_ORIGIN//[^a-zA-Z0-9_.-]/_}\""
}

# Asks for HALT or FLATTEN as a row and as its copy; one of them is enough. Sets `request` to the number of the row, or
# to nothing.
order() {
    local kind=$1 target=$2 problem
    if request=$(ask "$kind" "$target"); then
        problem=$(copy "SET control:halt:$target $(halt_text "$kind" "$request")") ||
            echo "note: $problem; postgres has the request, and bots read it there within 2 s"
        return 0
    fi
    request=''
    problem=$(copy "SET control:halt:$target $(halt_text "$kind" -)") ||
        fail "neither postgres nor redis took it ($problem); do they run? (./hub status)"
    mkdir -p "${HUB_UNWRITTEN%/*}"
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$kind" "$target" "$HUB_WHO" "$HUB_ORIGIN" "$(date -u +%FT%TZ)" "$reason" >>"$HUB_UNWRITTEN"
    echo "note: postgres does not answer, so redis alone has it; the next ./hub halt, resume or status writes the row"
}

# Writes the rows of halts that PostgreSQL did not take before; says so if it still does not.
write_missing_rows() {
    local kind target who origin asked_at why id written=0 left
    [[ -s $HUB_UNWRITTEN ]] || return 0
    while IFS=$'\t' read -r kind target who origin asked_at why <&3; do
        id=$(ask "$kind" "$target" '' "$who" "$origin" "$asked_at" "$why") || break
        copy "SET control:halt:$target $(halt_text "$kind" "$id") XX" >/dev/null || true
        echo "note: postgres now has the $kind of $target that redis alone had since $asked_at"
        written=$((written + 1))
    done 3<"$HUB_UNWRITTEN"
    left=$(tail -n "+$((written + 1))" "$HUB_UNWRITTEN")
    if [[ -z $left ]]; then
        rm -f "$HUB_UNWRITTEN"
    else
        echo "$left" >"$HUB_UNWRITTEN"
        echo "note: $(wc -l <<<"$left") halts are in redis alone; the next ./hub halt, resume or status writes their rows"
    fi
}
