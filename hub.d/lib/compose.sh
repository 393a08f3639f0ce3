# Functions of the commands that work on the containers. To be sourced.
# shellcheck shell=bash

HUB_LEAST_ENGINE=25
HUB_LEAST_COMPOSE=2.24.4

# Ends the command with one line, which says what is wrong and what to do.
fail() {
    echo "hub: $*" >&2
    exit 2
}

# Prints the comment lines below the first line of a command's file if --help is among the arguments.
help_if_asked() {
    local file=$1 argument
    shift
    for argument in "$@"; do
        if [[ $argument == -h || $argument == --help ]]; then
            sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$file"
            exit 0
        fi
    done
}

# Succeeds if version $1 is at least $2, both like 2.24.4.
is_at_least() {
    [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

require_docker() {
    command -v docker >/dev/null || fail "docker is not installed: see https://docs.docker.com/engine/install/"
    local engine compose
    engine=$(docker version -f '{{.Server.Version}}' 2>/dev/null) ||
        fail "no Docker engine answers; does it run (systemctl status docker), and are you in its group (groups)?"
    compose=$(docker compose version --short 2>/dev/null) ||
        fail "Docker has no compose plugin; install docker-compose-plugin"
    is_at_least "${engine%%[-+]*}" "$HUB_LEAST_ENGINE" || fail "Docker engine $engine is too old; install $HUB_LEAST_ENGINE or newer"
    compose=${compose#v}
    is_at_least "${compose%%[-+]*}" "$HUB_LEAST_COMPOSE" || fail "Compose $compose is too old; install $HUB_LEAST_COMPOSE or newer"
}

require_init() {
    [[ -f $HUB_ROOT/.env && -d $HUB_ROOT/secrets ]] || fail "there is no .env or no secrets/ yet; run ./hub init"
}

# Runs docker compose in the hub's folder, wherever the caller is.
compose() {
    (cd "$HUB_ROOT" && docker compose "$@")
}

# Prints the value of a name in .env, or nothing.
setting() {
    [[ -f $HUB_ROOT/.env ]] || return 0
    sed -n "s/^$1=//p" "$HUB_ROOT/.env" | tail -n 1
}

# Writes NAME=VALUE into .env and replaces an earlier value.
set_setting() {
    local name=$1 value=$2 file=$HUB_ROOT/.env changed
    changed=$(mktemp "$HUB_ROOT/.env.XXXXXX")
    if grep -q "^$name=" "$file"; then
        awk -v name="$name" -v value="$value" 'index($0, name "=") == 1 { print name "=" value; next } { print }' "$file" >"$changed"
    else
        { cat "$file" && echo "$name=$value"; } >"$changed"
    fi
    chmod 0644 "$changed"
    mv "$changed" "$file"
}

# Prints the bots of the compose file, one per line.
bot_names() {
    sed -n 's/^  names: &bot_names //p' "$HUB_ROOT/docker-compose.yml" | tr ',' '\n'
}

# Prints the Maven module of a bot.
module_of() {
    awk -v bot="    $1:" '$0 == bot { found = 1 } found && match($0, /MODULE: [a-z0-9-]+/) { print substr($0, RSTART + 8, RLENGTH - 8); exit }' \
        "$HUB_ROOT/docker-compose.yml"
}

uses_simulator() {
    [[ :$(setting COMPOSE_FILE): == *:docker-compose.sim.yml:* ]]
}

# Prints, in one line, what an older checkout has in other places, and the commands that move it; or nothing.
moves_to_make() {
    local file files='' commands='' bot
    for file in "$HUB_ROOT"/bots/*.env; do
        [[ ! -f $file ]] || files+=" bots/${file##*/}"
    done
    [[ -z $files ]] || commands="mv -i$files deploy/bots/"
    if grep -qF '[bots/all.env, bots/' "$HUB_ROOT/docker-compose.yml"; then
        commands+="${commands:+ && }sed -i 's|\[bots/all.env, bots/|[deploy/bots/all.env, deploy/bots/|' docker-compose.yml"
    fi
    if [[ -n $commands ]]; then
        echo "bots/ is deploy/bots/ now, and bots would start without their settings; run: $commands"
        return
    fi
    for bot in $(bot_names); do
        grep -qF "networks: [$bot, " "$HUB_ROOT/docker-compose.yml" ||
            commands+="${commands:+ && }sed -i -e 's|^      volumes: .\"$bot:/data\"|      networks: [$bot, exchange]\\n&|' -e 's|^    # networks of further bots|    $bot: *bot_network\\n&|' -e 's|^    # the stores. places in networks|    $bot: {}\\n&|' docker-compose.yml"
    done
    if [[ -n $commands ]]; then
        echo "each bot has a network of its own now, without which it reaches no store; run: $commands"
        return
    fi
    ! uses_simulator || for bot in $(bot_names); do
        grep -qF "  $bot: {environment: " "$HUB_ROOT/docker-compose.sim.yml" ||
            commands+="${commands:+ && }sed -i -e 's|^      # the simulator.s places|      $bot: {}\\n&|' -e 's|^  # further bots at the simulator|  $bot: {environment: *at_the_simulator}\\n&|' docker-compose.sim.yml"
    done
    [[ -z $commands ]] || echo "each bot has a place at the simulator now; run: $commands"
}

require_bot() {
    bot_names | grep -qx -- "$1" || fail "there is no bot '$1'; the bots are $(bot_names | paste -sd ' ')"
}

# Ends the program unless every argument that is no option names a service.
require_services() {
    local name services
    services=$(compose config --services | sort)
    for name in "$@"; do
        [[ $name == -* ]] || grep -qxF -- "$name" <<<"$services" ||
            fail "there is no service '$name'; the services are $(paste -sd ' ' <<<"$services")"
    done
}

# Prints every secret file that the compose file names, relative to secrets/, one per line.
secret_files() {
    sed -n 's|.*{file: \./secrets/\([a-z0-9_/]*\),.*|\1|p' "$HUB_ROOT/docker-compose.yml" | sort -u
}

# Prints 40 letters and digits: strong, and safe in an address, a YAML file and a shell.
new_password() {
    od -An -v -N20 -tx1 /dev/urandom | tr -d ' \n'
}

# Makes missing secret files, changes no existing one, and prints how many it made. The folder keeps other users of the
# host out; the files are readable by all, since each container reads them as its own user.
make_secrets() {
    local folder=$HUB_ROOT/secrets name file made=0
    mkdir -p "$folder/tokens"
    chmod 0700 "$folder"
    # lets db write the tokens there as the container's user
    chmod 0777 "$folder/tokens"
    while IFS= read -r name; do
        file=$folder/$name
        [[ -e $file ]] && continue
        made=$((made + 1))
        case $name in
            tokens/*)
                : >"$file"
                chmod 0666 "$file"
                continue
                ;;
            *_bybit_api_* | alert_* | guardian_dead_man_url) echo unset >"$file.new" ;;
            *) new_password >"$file.new" ;;
        esac
        chmod 0444 "$file.new"
        mv "$file.new" "$file"
    done < <(secret_files)
    echo "$made"
}

# Prints every complete backup, newest first, one per line.
backups() {
    [[ ! -d $HUB_ROOT/data/backups ]] || find "$HUB_ROOT/data/backups" -maxdepth 1 -name 'hub-*.dump' -size +0 | sort -r
}

# Runs psql in the store's container as the database's owner; gives up after 15 s, whatever holds the server up.
sql() {
    (cd "$HUB_ROOT" && timeout 15 docker compose exec -T -e PGOPTIONS='-c statement_timeout=10s' postgres \
        psql -X -q -U postgres -d hub -v ON_ERROR_STOP=1 "$@")
}

# Sends the commands of its input, one per line, to Redis as its administrator over one connection; the password stays
# inside the container.
redis() {
    # shellcheck disable=SC2016 # the container's shell reads the file
    # a hung container must not hang the command
    (cd "$HUB_ROOT" && timeout 15 docker compose exec -T redis sh -c 'REDISCLI_AUTH=$(cat /run/secrets/redis_admin_password) exec redis-cli --no-auth-warning --user admin')
}
