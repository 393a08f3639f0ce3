#!/bin/bash
# Starts Redis with a users file on its volume, where `db` saves the users. Every start writes three users anew, which
# must be right before `db` has run: `default` is off, `admin` has the password of the secret file, `health` may ping.
# Beside Redis runs a watch over connections, which Redis itself bounds for all users together only.
set -eu
umask 077
users=/data/users.acl
# A bot has 6 connections, and 12 while one start replaces another.
most=16

# Ends the newest connections of each user but admin beyond $most. Keeps its own connection, since a new one may be
# refused just when it is needed.
watch() {
    local line user answers
    local -A held ended
    coproc CLI { REDISCLI_AUTH=$(cat /run/secrets/redis_admin_password) exec redis-cli --no-auth-warning --user admin 2>/dev/null; }
    while sleep 2; do
        held=() ended=() answers=no
        printf 'CLIENT LIST\nECHO end\n' >&"${CLI[1]}" || return 0
        while IFS= read -r -t 10 line <&"${CLI[0]}"; do
            [[ $line != end ]] || { answers=yes && break; }
            [[ $line =~ ^id=([0-9]+)' '.*' user='([^' ']+) ]] || continue
            user=${BASH_REMATCH[2]}
            held[$user]=$((${held[$user]:-0} + 1))
            if [[ $user == admin ]] || ((held[$user] <= most)); then continue; fi
            printf 'CLIENT KILL ID %s\n' "${BASH_REMATCH[1]}" >&"${CLI[1]}" || return 0
            ended[$user]=$((${ended[$user]:-0} + 1))
        done
        [[ $answers == yes ]] || return 0
        for user in "${!ended[@]}"; do
            ((SECONDS >= ${told[$user]:-0})) || continue
            told[$user]=$((SECONDS + 60))
            echo "$user held more than $most connections: ended ${ended[$user]} of them (told once a minute)"
        done
    done
}

keep_watch() {
    local -A told
    trap '' PIPE
    while sleep 1; do watch 2>/dev/null || true; done
}

hash=$(printf %s "$(cat /run/secrets/redis_admin_password)" | sha256sum | cut -d ' ' -f 1)
{
    echo "user default reset off"
    echo "user admin reset on #$hash ~* &* +@all"
    echo "user health reset on nopass +ping"
    if [ -f "$users" ]; then grep -v -e '^user default ' -e '^user admin ' -e '^user health ' "$users" || true; fi
} >"$users.new"
mv "$users.new" "$users"
keep_watch &
exec redis-server /usr/local/etc/redis/redis.conf --aclfile "$users"
