# Functions of the commands that work on the accounts of bots. To be sourced after compose.sh.
# shellcheck shell=bash

# Runs one task of bot $1 on its account, in a container of the bot's own image with the bot's own secrets, while the bot
# itself may run: it takes no lease. Prints what it says; a task takes 90 s at most.
account_task() {
    local bot=$1 task=$2
    (cd "$HUB_ROOT" && timeout 90 docker compose --progress quiet run --rm --no-deps -T -e ACCOUNT_AND_EXIT="$task" "$bot" </dev/null)
}

# Prints where HUB_MODE is live although it holds for every bot, and what to do; or nothing. Real money is said for each bot
# by name.
live_for_all() {
    local file
    for file in .env deploy/bots/all.env; do
        if grep -qixE "[[:space:]]*HUB_MODE[[:space:]]*=[[:space:]]*[\"']?live[\"']?[[:space:]]*" "$HUB_ROOT/$file" 2>/dev/null; then
            echo "$file says HUB_MODE=live for every bot; take it out, and write it into deploy/bots/NAME.env of each bot that may use real money"
            return
        fi
    done
}

# Ends the command unless a person on a terminal, or the input, says exactly $1.
require_word() {
    local wanted=$1 question=$2 said=''
    [[ ! -t 0 ]] || printf '%s ' "$question" >&2
    read -r said || true
    [[ $said == "$wanted" ]] || fail "that is not '$wanted'; nothing was changed"
}
