#!/usr/bin/env bash
# make .env and the secrets; overwrite nothing
#
# usage: ./hub init [--domain NAME] [--email ADDRESS] [--symbols LIST] [--sim] [--lite]
#
#   --domain NAME    domain of Grafana (default: localhost, with a certificate of Caddy's own)
#   --email ADDRESS  where Let's Encrypt writes before a certificate ends
#   --symbols LIST   symbols to record, and to trade by every bot whose deploy/bots/NAME.env sets none, like
#                    BTCUSDT,ETHUSDT
#   --sim            use the simulator's prices instead of Bybit's
#   --lite           for a host with 1 GB: candles in PostgreSQL, no InfluxDB, no Grafana
#
# Later runs add what is missing: secrets of a new bot, settings from a newer .env.example.
set -euo pipefail
# shellcheck source=hub.d/lib/compose.sh
source "$HUB_ROOT/hub.d/lib/compose.sh"
help_if_asked "$0" "$@"

declare -A wanted=()
files=()
while (($# > 0)); do
    case $1 in
        --domain | --email | --symbols)
            (($# > 1)) || fail "$1 needs a value"
            [[ $2 =~ ^[A-Za-z0-9.,@_+-]+$ ]] || fail "$1 '$2' has characters that are not allowed there"
            ;;&
        --domain) wanted[HUB_DOMAIN]=$2 && shift 2 ;;
        --email) wanted[HUB_EMAIL]=$2 && shift 2 ;;
        --symbols) wanted[SYMBOLS]=$2 && shift 2 ;;
        --sim) files+=(docker-compose.sim.yml) && shift ;;
        --lite)
            files+=(docker-compose.lite.yml)
            wanted[CANDLE_STORE]=postgres
            shift
            ;;
        *) fail "init does not know '$1' (see ./hub init --help)" ;;
    esac
done
umask 022

env=$HUB_ROOT/.env
if [[ ! -f $env ]]; then
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
for file in "${files[@]}"; do
    [[ :$(setting COMPOSE_FILE): == *:$file:* ]] || set_setting COMPOSE_FILE "$(setting COMPOSE_FILE):$file"
done

echo "made $(make_secrets) secret files; existing ones stay unchanged"
echo
echo "next:  ./hub doctor     check this machine"
echo "       ./hub up         build and start"
echo "       ./hub status     see what it does"
if [[ $(setting CANDLE_STORE) == influx ]]; then
    echo "       https://$(setting HUB_DOMAIN)/   log in as admin with the password in secrets/grafana_admin_password"
fi
