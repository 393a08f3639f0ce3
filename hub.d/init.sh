#!/usr/bin/env bash
# make .env and the secrets, or change what the hub uses; overwrite no secret
#
# usage: ./hub init [--domain NAME] [--email ADDRESS] [--symbols LIST] [--alerts WAY] [--dead-man]
#                   [--sim | --bybit] [--lite | --full]
#
#   --domain NAME    domain of Grafana (default: localhost, with a certificate of Caddy's own)
#   --email ADDRESS  where Let's Encrypt writes before a certificate ends
#   --symbols LIST   symbols to record, and to trade by every bot whose deploy/bots/NAME.env sets none, like
#                    BTCUSDT,ETHUSDT
#   --alerts WAY     how people are told of alerts: telegram, email, webhook or none. Asks for what the way needs, or
#                    reads it from a pipe, a line each: token and chat; or sender, receiver, server (host:port), user
#                    and password (both empty for none); or the address of the webhook
#   --dead-man       let the guardian ping an address outside every minute, which notices when this host is dead. Asks for
#                    the address, or reads it from a pipe; an empty one ends the pings
#   --sim            use the simulator instead of Bybit: its prices, and an account of its own there for each bot
#   --bybit          use Bybit again; bots get back the keys of Bybit that they had
#   --lite           for a host with 1 GB: candles in PostgreSQL, no InfluxDB, no Grafana
#   --full           candles in InfluxDB and charts in Grafana again
#
# The first run on a terminal asks for the way of alerts; without a terminal it is none until --alerts says another.
# Later runs add what is missing (secrets of a new bot, settings from a newer .env.example) and change what the options
# name. They delete nothing, and say what stays in the volumes. ./hub up applies a change.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
# shellcheck source=hub.d/lib/keys.sh
source "$HUB_ROOT/hub.d/lib/keys.sh"
help_if_asked "$0" "$@"

# Ends the command unless the list holds symbols as Bybit writes them, each once.
check_symbols() {
    local item kind symbol seen=,
    [[ $1 != *, && $1 != ,* && $1 != *,,* ]] || fail "--symbols '$1' has a comma too many; it looks like BTCUSDT,ETHUSDT"
    for item in ${1//,/ }; do
        symbol=${item##*:} && kind=${item%"$symbol"}
        [[ $kind =~ ^(linear:|spot:)?$ ]] || fail "--symbols '$item' is of no kind that the hub trades: linear:BTCUSDT, spot:BTCUSDT, or BTCUSDT for both"
        [[ ${symbol^^} == "$symbol" ]] || fail "--symbols '$item' must be in capitals: $kind${symbol^^}"
        [[ $symbol =~ ^[A-Z0-9][A-Z0-9-]{1,29}$ ]] || fail "--symbols '$item' is no symbol; one looks like BTCUSDT"
        [[ $symbol != *-USDT && $symbol != *-USDC && $symbol != *-USD ]] || fail "--symbols '$item' is not how Bybit writes it: $kind${symbol//-/}"
        [[ $seen != *",$item,"* ]] || fail "--symbols names '$item' twice"
        seen+=$item,
    done
}

# Takes one of two opposites. $1: what it is about; $2: the option.
choose() {
    [[ -z ${choice[$1]:-} || ${choice[$1]} == "$2" ]] || fail "${choice[$1]} and $2 are opposites; name one"
    choice[$1]=$2
}

declare -A wanted=() choice=() told_secrets=()

# Prints an answer of one line: without showing it while it is typed if $1 is secret, and without $2 if nobody types.
answer() {
    local value=''
    if [[ -t 0 ]]; then
        if [[ $1 == secret ]]; then read -rsp "$2: " value && echo >&2; else read -rp "$2: " value; fi
    else
        read -r value || true
    fi
    printf '%s\n' "$value"
}

# Ends the program unless the value $2 of what $1 names matches $3.
require_form() {
    [[ $2 =~ ^$3$ ]] || fail "that is no $1; nothing was changed"
}

# Sets `alerts`: asks for it, or says that nobody will be told.
ask_for_way() {
    if [[ ! -t 0 ]]; then
        alerts=none
        echo "no terminal to ask on: alerts go nowhere; ./hub init --alerts telegram (or email, webhook) changes that"
        return
    fi
    echo "Alerts tell you when a bot is silent, the recorder stands still, a limit trips or a store is away."
    alerts=$(answer shown "How shall they reach you: telegram, email, webhook or none")
}

# Asks for the values of the way `alerts` and puts them into `wanted` and `told_secrets`; keeps all if it is empty.
ask_what_it_needs() {
    local value
    case $alerts in
        '') return ;;
        none) ;;
        telegram)
            value=$(answer secret "Token of your Telegram bot (from @BotFather)")
            require_form "token of a Telegram bot" "$value" '[0-9]+:[A-Za-z0-9_-]+'
            told_secrets[alert_telegram_token]=$value
            value=$(answer shown "Chat that gets alerts (a number, or @name)")
            require_form "chat" "$value" '-?[0-9]+|@[A-Za-z0-9_]+'
            wanted[ALERT_TELEGRAM_CHAT]=$value
            ;;
        email)
            value=$(answer shown "Sender's address")
            require_form "address" "$value" '[^ @]+@[^ @]+'
            wanted[ALERT_EMAIL_FROM]=$value
            value=$(answer shown "Your address")
            require_form "address" "$value" '[^ @]+@[^ @]+'
            wanted[ALERT_EMAIL_TO]=$value
            value=$(answer shown "Mail server and its port, like smtp.example.org:587")
            require_form "server with a port" "$value" '[A-Za-z0-9.-]+:[0-9]+'
            wanted[ALERT_SMTP_SERVER]=$value
            [[ $value != *:465 ]] || wanted[ALERT_SMTP_SECURITY]=tls
            value=$(answer shown "User there (empty for none)")
            require_form "user" "$value" '[^ ]*'
            wanted[ALERT_SMTP_USER]=$value
            value=$(answer secret "Password there (empty for none)")
            [[ -z $value ]] || told_secrets[alert_smtp_password]=$value
            ;;
        webhook)
            value=$(answer secret "Address of the webhook")
            require_form "address of a webhook" "$value" 'https?://[^ ]+'
            told_secrets[alert_webhook_url]=$value
            ;;
        *) fail "--alerts is telegram, email, webhook or none, not '$alerts'; nothing was changed" ;;
    esac
    wanted[ALERTS]=$alerts
}

# Asks for the address that the guardian pings.
ask_for_dead_man() {
    local value
    value=$(answer secret "Address to ask for every minute, from your monitor (empty for none)")
    wanted[GUARDIAN_DEAD_MAN]=false
    [[ -n $value ]] || return 0
    require_form "address" "$value" 'https?://[^ ]+'
    wanted[GUARDIAN_DEAD_MAN]=true
    told_secrets[guardian_dead_man_url]=$value
}

# Gives what an older .env says of alerts its new name.
take_over_old_alerts() {
    local old value
    [[ -n $(setting HUB_ALERTS) ]] || return 0
    for old in HUB_ALERTS:ALERTS HUB_TELEGRAM_CHAT:ALERT_TELEGRAM_CHAT HUB_ALERT_EMAIL:ALERT_EMAIL_TO \
        HUB_SMTP_HOST:ALERT_SMTP_SERVER HUB_SMTP_USER:ALERT_SMTP_USER HUB_SMTP_FROM:ALERT_EMAIL_FROM; do
        value=$(setting "${old%:*}")
        [[ -z $value ]] || wanted[${old#*:}]=${wanted[${old#*:}]-$value}
    done
    sed -i -E '/^HUB_(ALERTS|TELEGRAM_CHAT|ALERT_EMAIL|SMTP_[A-Z]+)=/d' "$env"
    echo "the settings of alerts have new names in .env, with their old values"
}

store_told_secrets() {
    local name file
    for name in "${!told_secrets[@]}"; do
        file=$HUB_ROOT/secrets/$name
        (umask 077 && printf '%s\n' "${told_secrets[$name]}" >"$file.new")
        chmod 0444 "$file.new"
        mv -f "$file.new" "$file"
    done
}
alerts='' dead_man=no
while (($# > 0)); do
    case $1 in
        --domain | --email | --symbols | --alerts)
            (($# > 1)) || fail "$1 needs a value"
            [[ $2 =~ ^[A-Za-z0-9.,:@_+-]+$ ]] || fail "$1 '$2' has characters that are not allowed there"
            ;;&
        --domain) wanted[HUB_DOMAIN]=$2 && shift 2 ;;
        --email) wanted[HUB_EMAIL]=$2 && shift 2 ;;
        --symbols) check_symbols "$2" && wanted[SYMBOLS]=$2 && shift 2 ;;
        --alerts) alerts=$2 && shift 2 ;;
        --dead-man) dead_man=yes && shift ;;
        --sim | --bybit) choose prices "$1" && shift ;;
        --lite | --full) choose size "$1" && shift ;;
        *) fail "init does not know '$1' (see ./hub init --help)" ;;
    esac
done
umask 022

env=$HUB_ROOT/.env was_there=yes
[[ -n $alerts || -n $(setting ALERTS)$(setting HUB_ALERTS) ]] || ask_for_way
ask_what_it_needs
[[ $dead_man == no ]] || ask_for_dead_man
if [[ ! -f $env ]]; then
    was_there=
    cp "$HUB_ROOT/.env.example" "$env"
    echo "made .env from .env.example"
fi
while IFS= read -r line; do
    name=${line%%=*}
    if ! grep -q "^$name=" "$env"; then
        echo "$line" >>"$env"
        echo "added $line to .env"
    fi
done < <(grep -E '^[A-Z_]+=' "$HUB_ROOT/.env.example")
take_over_old_alerts
for name in "${!wanted[@]}"; do
    set_setting "$name" "${wanted[$name]}"
done

uses() {
    [[ :$(setting COMPOSE_FILE): == *:$1:* ]]
}

# Adds the compose file to those in use, or takes it out; fails if there was nothing to do.
use() {
    ! uses "$1" || return 1
    set_setting COMPOSE_FILE "$(setting COMPOSE_FILE):$1"
}
leave_out() {
    local files
    uses "$1" || return 1
    files=:$(setting COMPOSE_FILE): && files=${files//":$1:"/:} && files=${files#:}
    set_setting COMPOSE_FILE "${files%:}"
}

# Changes what was chosen, and says what that means for what the volumes hold.
apply_choices() {
    local project
    project=$(setting COMPOSE_PROJECT_NAME)
    case ${choice[prices]:-} in
        --sim) use docker-compose.sim.yml && [[ -n $was_there ]] && other_prices "the simulator's" "Bybit's" ;;
        --bybit) leave_out docker-compose.sim.yml && other_prices "Bybit's" "the simulator's" ;;
    esac
    case ${choice[size]:-} in
        --lite)
            set_setting CANDLE_STORE postgres
            use docker-compose.lite.yml && [[ -n $was_there ]] && other_store PostgreSQL InfluxDB "InfluxDB, Grafana and Caddy end"
            ;;
        --full)
            set_setting CANDLE_STORE influx
            leave_out docker-compose.lite.yml && other_store InfluxDB PostgreSQL "InfluxDB, Grafana and Caddy start"
            ;;
    esac
    return 0
}

other_prices() {
    echo "changed: prices are $1 from the next ./hub up"
    echo "  stays: the volumes ${project}_* hold candles, orders and positions at $2 prices, and bots would go on from them."
    echo "         To begin anew beside them, change COMPOSE_PROJECT_NAME in .env before ./hub up; its old value brings them back."
}

other_store() {
    echo "changed: candles are in $1 from the next ./hub up; $3 then"
    echo "  stays: ledger and positions, in use; candles in $2 and all other volumes ${project}_*, unused until you change back."
    echo "         The recorder fetches the last $(setting BACKFILL_DAYS) days anew."
}
apply_choices

echo "made $(make_secrets) secret files; existing ones stay unchanged"
store_told_secrets
take_exchange_keys
echo
echo "next:  ./hub doctor     check this machine"
echo "       ./hub up         build and start"
echo "       ./hub status     see what it does"
case $(setting ALERTS) in
    none | '') echo "       ./hub init --alerts telegram     nobody is told of alerts yet" ;;
    *) echo "       ./hub doctor --alerts     see whether alerts reach you" ;;
esac
if [[ $(setting GUARDIAN_DEAD_MAN) != true ]]; then
    echo "       ./hub init --dead-man     nobody outside notices yet when this host is dead"
fi
if [[ $(setting CANDLE_STORE) == influx ]]; then
    echo "       https://$(setting HUB_DOMAIN)/   log in as admin with the password in secrets/grafana_admin_password"
fi
