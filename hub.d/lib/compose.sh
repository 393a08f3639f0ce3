# What every command on the containers needs. To be sourced.
# shellcheck shell=bash

HUB_LEAST_ENGINE=25
HUB_LEAST_COMPOSE=2.24.4

# Ends the command with one line that says what to do.
fail() {
    echo "hub: $*" >&2
    exit 2
}

# Prints the comment lines below the first line of a command's file when --help is among the arguments.
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

# Whether version $1 is at least $2, both like 2.24.4.
is_at_least() {
    [[ $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]
}

require_docker() {
    command -v docker >/dev/null || fail "docker not found; install it: https://docs.docker.com/engine/install/"
    local engine compose
    engine=$(docker version -f '{{.Server.Version}}' 2>/dev/null) ||
        fail "no Docker engine answers; is it running (systemctl status docker), and may you use it (groups)?"
    compose=$(docker compose version --short 2>/dev/null) ||
        fail "Docker has no compose plugin; install docker-compose-plugin"
    is_at_least "${engine%%[-+]*}" "$HUB_LEAST_ENGINE" || fail "Docker engine $engine is too old; $HUB_LEAST_ENGINE or newer is needed"
    compose=${compose#v}
    is_at_least "${compose%%[-+]*}" "$HUB_LEAST_COMPOSE" || fail "Compose $compose is too old; $HUB_LEAST_COMPOSE or newer is needed"
}

require_init() {
    [[ -f $HUB_ROOT/.env && -d $HUB_ROOT/secrets ]] || fail "there is no .env or no secrets/ yet; run ./hub init"
}

# docker compose, in the hub's folder, whatever the caller's is.
compose() {
    (cd "$HUB_ROOT" && docker compose "$@")
}

# The value of a name in .env, or nothing.
setting() {
    [[ -f $HUB_ROOT/.env ]] || return 0
    sed -n "s/^$1=//p" "$HUB_ROOT/.env" | tail -n 1
}

# Writes NAME=VALUE into .env, in place of what was there.
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

# The bots of the compose file, one a line.
bot_names() {
    sed -n 's/^  names: &bot_names //p' "$HUB_ROOT/docker-compose.yml" | tr ',' '\n'
}

# The commands, in one line, that move what an older checkout still has in bots/, which is deploy/bots/ now; or nothing.
moves_to_make() {
    local file files='' commands=''
    for file in "$HUB_ROOT"/bots/*.env; do
        [[ ! -f $file ]] || files+=" bots/${file##*/}"
    done
    [[ -z $files ]] || commands="mv -i$files deploy/bots/"
    if grep -qF '[bots/all.env, bots/' "$HUB_ROOT/docker-compose.yml"; then
        commands+="${commands:+ && }sed -i 's|\[bots/all.env, bots/|[deploy/bots/all.env, deploy/bots/|' docker-compose.yml"
    fi
    [[ -z $commands ]] || echo "bots/ is deploy/bots/ now, and a bot would start without its settings; run: $commands"
}

require_bot() {
    bot_names | grep -qx -- "$1" || fail "there is no bot '$1'; the bots are $(bot_names | paste -sd ' ')"
}

# Every secret file that the compose file names, below secrets/, one a line.
secret_files() {
    sed -n 's|.*{file: \./secrets/\([a-z0-9_/]*\),.*|\1|p' "$HUB_ROOT/docker-compose.yml" | sort -u
}

# 40 letters and digits: strong, and safe in an address, a YAML file and a shell.
new_password() {
    od -An -v -N20 -tx1 /dev/urandom | tr -d ' \n'
}

# Makes the secret files that are missing, and touches none that is there. Other users of the host are kept out by the folder; the files can be
# read by all, since each container reads them as a user of its own.
make_secrets() {
    local folder=$HUB_ROOT/secrets name file made=0
    mkdir -p "$folder/tokens"
    chmod 0700 "$folder"
    # db writes the tokens there as the container's user
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
            *_bybit_api_* | alert_*) echo unset >"$file.new" ;;
            *) new_password >"$file.new" ;;
        esac
        chmod 0444 "$file.new"
        mv "$file.new" "$file"
    done < <(secret_files)
    echo "$made"
}

# Every whole backup, newest first, one a line.
backups() {
    [[ ! -d $HUB_ROOT/data/backups ]] || find "$HUB_ROOT/data/backups" -maxdepth 1 -name 'hub-*.dump' -size +0 | sort -r
}

# psql in the store's container, as its owner.
sql() {
    compose exec -T postgres psql -X -q -U postgres -d hub -v ON_ERROR_STOP=1 "$@"
}

# redis-cli in its container, as the administrator, for the commands of its input, one a line, over one connection; the password stays inside.
redis() {
    # shellcheck disable=SC2016 # the container's shell reads the file
    compose exec -T redis sh -c 'REDISCLI_AUTH=$(cat /run/secrets/redis_admin_password) exec redis-cli --no-auth-warning --user admin'
}

# The switches that stop the named bots, or the whole hub when none is named, one key a line.
halt_keys() {
    local bot
    (($# > 0)) || echo hub:halt
    for bot in "$@"; do
        require_bot "$bot"
        echo "$bot:halt"
    done
}

# Runs one command that changes a switch, prints its answer, and returns when the disk has it: a power cut must not lift a halt.
switch() {
    local answer saved
    { read -r answer && read -r saved; } < <(printf '%s\n' "$1" 'WAITAOF 1 0 5000' | redis) || fail "redis does not answer; is it running? (./hub status)"
    [[ $saved == 1 ]] || fail "redis took '$1' ($answer), but its disk has not: a power cut would undo it (./hub logs redis)"
    echo "$answer"
}
