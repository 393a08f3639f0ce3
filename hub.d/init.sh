#!/usr/bin/env bash
# make .env and the secrets, or change what the hub uses; overwrite no secret
#
# usage: ./hub init [--domain NAME] [--email ADDRESS] [--symbols LIST] [--sim | --bybit] [--lite | --full]
#
#   --domain NAME    domain of Grafana (default: localhost, with a certificate of Caddy's own)
#   --email ADDRESS  where Let's Encrypt writes before a certificate ends
#   --symbols LIST   symbols to record, and to trade by every bot whose deploy/bots/NAME.env sets none, like
#                    BTCUSDT,ETHUSDT
#   --sim            use the simulator's prices instead of Bybit's
#   --bybit          use Bybit's prices again
#   --lite           for a host with 1 GB: candles in PostgreSQL, no InfluxDB, no Grafana
#   --full           candles in InfluxDB and charts in Grafana again
#
# Later runs add what is missing (secrets of a new bot, settings from a newer .env.example) and change what the options
# name. They delete nothing, and say what stays in the volumes. ./hub up applies a change.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
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

declare -A wanted=() choice=()
while (($# > 0)); do
    case $1 in
        --domain | --email | --symbols)
            (($# > 1)) || fail "$1 needs a value"
            [[ $2 =~ ^[A-Za-z0-9.,:@_+-]+$ ]] || fail "$1 '$2' has characters that are not allowed there"
            ;;&
        --domain) wanted[HUB_DOMAIN]=$2 && shift 2 ;;
        --email) wanted[HUB_EMAIL]=$2 && shift 2 ;;
        --symbols) check_symbols "$2" && wanted[SYMBOLS]=$2 && shift 2 ;;
        --sim | --bybit) choose prices "$1" && shift ;;
        --lite | --full) choose size "$1" && shift ;;
        *) fail "init does not know '$1' (see ./hub init --help)" ;;
    esac
done
umask 022

env=$HUB_ROOT/.env was_there=yes
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
echo
echo "next:  ./hub doctor     check this machine"
echo "       ./hub up         build and start"
echo "       ./hub status     see what it does"
if [[ $(setting CANDLE_STORE) == influx ]]; then
    echo "       https://$(setting HUB_DOMAIN)/   log in as admin with the password in secrets/grafana_admin_password"
fi
