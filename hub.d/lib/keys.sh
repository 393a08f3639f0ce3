# Gives each bot the key of the exchange that is in use: Bybit's, or the simulator's. To be sourced after compose.sh.
# shellcheck shell=bash

# Writes the exchange key of a bot as its secret files have it. $1: the bot; $2: key or secret; $3: the value.
store_exchange_key() {
    local file=$HUB_ROOT/secrets/$1_bybit_api_$2
    (umask 077 && printf '%s\n' "$3" >"$file.new")
    chmod 0444 "$file.new"
    mv -f "$file.new" "$file"
}

# Prints a member of the line of secrets/sim_keys that belongs to a bot, or nothing. $1: the bot; $2: key or secret.
sim_key() {
    sed -n "/\"note\":\"$1\"/s/.*\"$2\":\"\([^\"]*\)\".*/\1/p" "$HUB_ROOT/secrets/sim_keys" 2>/dev/null || true
}

# Gives a bot an account at the simulator, which reads new lines of the file while it runs.
open_sim_account() {
    local file=$HUB_ROOT/secrets/sim_keys uid
    uid=$(sed -n 's/.*"uid":\([0-9]*\).*/\1/p' "$file" | sort -n | tail -n 1)
    printf '{"key":"%.18s","secret":"%s","uid":%d,"note":"%s"}\n' "$(new_password)" "$(new_password)" $((${uid:-1000} + 1)) "$1" >>"$file"
}

# Makes the simulator's key that of each bot; a key of Bybit stays beside it.
take_sim_keys() {
    local bot part own
    touch "$HUB_ROOT/secrets/sim_keys"
    chmod 0644 "$HUB_ROOT/secrets/sim_keys"
    for bot in $(bot_names); do
        [[ -n $(sim_key "$bot" key) ]] || open_sim_account "$bot"
        for part in key secret; do
            own=$HUB_ROOT/secrets/${bot}_bybit_api_$part
            [[ $(cat "$own") != "$(sim_key "$bot" "$part")" ]] || continue
            [[ $(cat "$own") == unset ]] || mv -f "$own" "$own.bybit"
            store_exchange_key "$bot" "$part" "$(sim_key "$bot" "$part")"
        done
    done
}

# Gives each bot back the key of Bybit that it had, or none.
take_bybit_keys() {
    local bot part own
    for bot in $(bot_names); do
        for part in key secret; do
            own=$HUB_ROOT/secrets/${bot}_bybit_api_$part
            [[ -n $(sim_key "$bot" "$part") && $(cat "$own") == "$(sim_key "$bot" "$part")" ]] || continue
            if [[ -f $own.bybit ]]; then mv -f "$own.bybit" "$own"; else store_exchange_key "$bot" "$part" unset; fi
        done
    done
}

# Brings the keys of all bots in line with the exchange that .env chooses; changes nothing where they are.
take_exchange_keys() {
    if uses_simulator; then take_sim_keys; else take_bybit_keys; fi
}
