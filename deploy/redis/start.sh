#!/bin/sh
# Starts Redis with a users file on its volume, where `db` saves the users. Every start writes three users anew, which
# must be right before `db` has run: `default` is off, `admin` has the password of the secret file, `health` may ping.
set -eu
umask 077
users=/data/users.acl
hash=$(printf %s "$(cat /run/secrets/redis_admin_password)" | sha256sum | cut -d ' ' -f 1)
{
    echo "user default reset off"
    echo "user admin reset on #$hash ~* &* +@all"
    echo "user health reset on nopass +ping"
    if [ -f "$users" ]; then grep -v -e '^user default ' -e '^user admin ' -e '^user health ' "$users" || true; fi
} >"$users.new"
mv "$users.new" "$users"
exec redis-server /usr/local/etc/redis/redis.conf --aclfile "$users"
